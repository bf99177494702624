import { Problem } from '../../kit/problem.ts';
import type { TrailRecorder } from './trail.ts';

/** Does the work of one request of an attempt, and ends its part of the trail with what became of it. */
export async function trailed<Outcome>(trail: TrailRecorder, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    const outcome = await work();
    trail.end(isUnfinished(outcome) ? 'more' : 'done');
    return outcome;
  } catch (error) {
    if (error instanceof Problem) trail.note({ code: 'refused', ...refusalOf(error) });
    else trail.noteError(error);
    trail.end(error instanceof Problem && error.status < 500 ? 'refused' : 'failed');
    throw error;
  }
}

/** `faults` is how many things were wrong, if it was more than one. */
function refusalOf({ definition, options: { errors = [] } }: Problem) {
  return { problem: definition.code, ...(errors.length > 1 && { faults: errors.length }) };
}

function isUnfinished(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'status' in outcome && outcome.status === 'more';
}
