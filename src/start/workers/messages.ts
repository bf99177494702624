import type { Config, Setting } from '../../config/index.ts';

/** What a worker runs with: exactly what the primary has read, whatever the file says by now. */
export interface Brief {
  readonly config: Config;
  readonly settings: readonly Setting[];
  readonly secretKey: string;
}

/**
 * What the primary says to a worker. Both are of one version, since the primary starts the workers. Nothing of people is in
 * these messages: no password, no hash, no token and no row.
 */
export type PrimaryMessage =
  | { readonly kind: 'begin'; readonly brief: Brief }
  /** The answer to `ask-turn`; `ahead` says how many hashes waited before it, if it waited. */
  | { readonly kind: 'turn'; readonly id: number; readonly ahead?: number }
  | { readonly kind: 'no-turn'; readonly id: number }
  | { readonly kind: 'read-metrics'; readonly id: number }
  /** The answer to `ask-metrics`. */
  | { readonly kind: 'all-metrics'; readonly id: number; readonly text: string }
  /** Finish what is under way, and let connections end by themselves: others take the new ones. */
  | { readonly kind: 'retire' }
  /** Finish what is under way, within a few seconds. */
  | { readonly kind: 'stop' };

/** What a worker says to the primary. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  /** It takes no more connections. */
  | { readonly kind: 'retiring' }
  /** Why it can't start; `code` is an error code of Node. */
  | { readonly kind: 'failed'; readonly code?: string; readonly text: string }
  /** It wants to compute a hash. */
  | { readonly kind: 'ask-turn'; readonly id: number }
  | { readonly kind: 'give-turn' }
  | { readonly kind: 'ask-metrics'; readonly id: number }
  /** The answer to `read-metrics`; without `id`, the last word of a worker that retires. */
  | { readonly kind: 'metrics'; readonly id?: number; readonly text: string }
  /** What it has written since it said so last: commits to SQLite, and parts of trails. */
  | { readonly kind: 'wrote'; readonly commits: number; readonly parts: number };

type Shape = Readonly<Record<string, 'number' | 'string' | 'object' | 'number?' | 'string?'>>;

const ofPrimary: Readonly<Record<PrimaryMessage['kind'], Shape>> = {
  begin: { brief: 'object' },
  turn: { id: 'number', ahead: 'number?' },
  'no-turn': { id: 'number' },
  'read-metrics': { id: 'number' },
  'all-metrics': { id: 'number', text: 'string' },
  retire: {},
  stop: {},
};

const ofWorker: Readonly<Record<WorkerMessage['kind'], Shape>> = {
  ready: {},
  retiring: {},
  failed: { code: 'string?', text: 'string' },
  'ask-turn': { id: 'number' },
  'give-turn': {},
  'ask-metrics': { id: 'number' },
  metrics: { id: 'number?', text: 'string' },
  wrote: { commits: 'number', parts: 'number' },
};

/** A message of the primary; undefined for anything else. */
export const readPrimaryMessage = (value: unknown): PrimaryMessage | undefined =>
  hasShape(value, ofPrimary) ? (value as PrimaryMessage) : undefined;

/** A message of a worker; undefined for anything else. */
export const readWorkerMessage = (value: unknown): WorkerMessage | undefined =>
  hasShape(value, ofWorker) ? (value as WorkerMessage) : undefined;

function hasShape(value: unknown, shapes: Readonly<Record<string, Shape>>): boolean {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const { kind, ...members } = value as Record<string, unknown>;
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) return false;
  const shape = shapes[kind] ?? {};
  return (
    Object.keys(members).every((name) => Object.hasOwn(shape, name)) &&
    Object.entries(shape).every(([name, type]) => {
      const member = members[name];
      if (member === undefined) return type.endsWith('?');
      return typeof member === type.replace('?', '') && member !== null;
    })
  );
}
