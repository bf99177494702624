import { isDone, type Trail, type TrailOutcome } from '../../people/trails/index.ts';

/** How an attempt stands: done, or else its last part decides. */
export function outcomeOf(trail: Trail): { word: string; tone: 'good' | 'bad' | 'open' } {
  return outcomes[isDone(trail) ? 'done' : (trail.parts.at(-1)?.outcome ?? 'failed')];
}

const outcomes = {
  done: { word: 'Done', tone: 'good' },
  more: { word: 'Waits', tone: 'open' },
  refused: { word: 'Refused', tone: 'bad' },
  failed: { word: 'Failed', tone: 'bad' },
} as const satisfies Readonly<Record<TrailOutcome, unknown>>;
