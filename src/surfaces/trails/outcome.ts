import { isDone, type Trail, type TrailOutcome } from '../../people/trails/index.ts';

/** How an attempt stands: done, or else its last part decides. */
export function outcomeOf(trail: Trail): { outcome: TrailOutcome; tone: 'good' | 'bad' | 'open' } {
  const outcome = isDone(trail) ? 'done' : (trail.parts.at(-1)?.outcome ?? 'failed');
  return { outcome, tone: tones[outcome] };
}

const tones = {
  done: 'good',
  more: 'open',
  refused: 'bad',
  failed: 'bad',
} as const satisfies Readonly<Record<TrailOutcome, unknown>>;
