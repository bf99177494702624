import type { TrailKind } from './trail.ts';

/** One request's part of a trail. */
export interface TrailPartsTable {
  /** In the order in which the parts ended. */
  id: string;
  trail_id: string;
  kind: TrailKind;
  /** Null when the name that was tried belongs to nobody, or is not known yet. */
  account_id: string | null;
  at: number;
  outcome: 'done' | 'more' | 'refused' | 'failed';
  /** JSON of the steps: nothing but the fields that `stepFields` allows. */
  steps: string;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    trail_parts: TrailPartsTable;
  }
}
