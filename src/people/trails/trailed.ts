import { Problem } from '../../kit/problem.ts';
import type { Step, StepWith } from './steps.ts';
import type { TrailRecorder } from './trail.ts';

/** Does the work of one request of an attempt, and ends its part of the trail with what became of it. */
export async function trailed<Outcome>(trail: TrailRecorder, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    const outcome = await work();
    trail.end(isUnfinished(outcome) ? 'more' : 'done');
    return outcome;
  } catch (error) {
    if (error instanceof Problem) trail.note(refusalOf(error));
    else trail.noteError(error);
    trail.end(error instanceof Problem && error.status < 500 ? 'refused' : 'failed');
    throw error;
  }
}

/** `faults` is how many things were wrong, if it was more than one. */
function refusalOf({ code, options }: Problem): Step {
  const faults = options.errors?.length ?? 0;
  return {
    code: 'refused',
    problem: code,
    ...(code === 'invalid-request' && faultyField({ options })),
    ...(faults > 1 && { faults }),
  } as Step;
}

function isUnfinished(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'status' in outcome && outcome.status === 'more';
}

type Fault = StepWith<'refused-early'>['fault'];

const faults: Readonly<Record<string, Fault>> = {
  missing: 'missing',
  required: 'missing',
  'unknown-field': 'unknown-field',
  type: 'type',
  minLength: 'too-short',
  maxLength: 'too-long',
  duplicate: 'twice',
};

/** The field that a request was refused for, of several the first, and what is wrong with it. A step takes no other names than those of our own. */
export function faultyField({ options: { errors = [] } }: Pick<Problem, 'options'>): {
  readonly field?: string;
  readonly fault?: Fault;
} {
  const [first] = errors;
  const field = first?.pointer.split('/')[1];
  return first && field !== undefined ? { field, fault: faults[first.code] } : {};
}
