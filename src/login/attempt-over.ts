import { notFound } from '../kit/http/index.ts';
import { type Problem, problem } from '../kit/problem.ts';

/** The same for an attempt that never was, has ended, or belongs to another browser. */
export function attemptOver(): Problem {
  return problem(
    notFound,
    'This login is over: it took too long, was finished already, or began in another browser. Log in again.',
  );
}
