import { notFound } from '../kit/http/index.ts';
import { type Problem, problem } from '../kit/problem.ts';

/** The same for an attempt that never was, has ended, or belongs to another browser. */
export function attemptOver(): Problem {
  return problem(notFound, ({ login }) => login.attemptOver);
}
