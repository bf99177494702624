import type { Trail, TrailOutcome } from '../../people/trails/index.ts';

/** How an attempt stands: its last part decides. */
export function outcomeOf({ parts }: Trail): { word: string; tone: 'good' | 'bad' | 'open' } {
  return outcomes[parts.at(-1)?.outcome ?? 'failed'];
}

const outcomes = {
  done: { word: 'Done', tone: 'good' },
  more: { word: 'Waits', tone: 'open' },
  refused: { word: 'Refused', tone: 'bad' },
  failed: { word: 'Failed', tone: 'bad' },
} as const satisfies Readonly<Record<TrailOutcome, unknown>>;
