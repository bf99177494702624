import { isoTime } from '../../kit/clock.ts';
import { type Problem, type ProblemDefinition, problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import type { End } from './ended.ts';

export const notSignedIn: ProblemDefinition = {
  code: 'not-signed-in',
  status: 401,
  words: ({ sessions }) => sessions.problems.notSignedIn,
};

export const sessionProblems: readonly ProblemDefinition[] = [notSignedIn];

/** Why a request has no session: it brought no token, one that nobody knows, or that of a session which ended. */
export type AbsenceReason = 'no-cookie' | 'unknown' | End['why'];

/** `not-signed-in` with its reason, and when the session ended where it did. `detail` says it unless another is given. */
export function notSignedInBecause(
  { reason, at }: { readonly reason: AbsenceReason; readonly at?: number | undefined },
  detail: Say = ({ sessions }) => `${sessions.absent[reason]} ${sessions.again}`,
): Problem {
  return problem(notSignedIn, detail, {
    extra: { reason, ...(at !== undefined && { endedAt: isoTime(at) }) },
  });
}
