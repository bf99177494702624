import type { Problem } from '../../kit/problem.ts';
import { type FormProblem, toFormProblem } from '../../kit/ui/index.ts';
import type { Say } from '../../kit/words/index.ts';
import { challengeRequired } from './problems.ts';

/** A refusal as a form shows it. A proof of work solves itself on a page, so `onceMore` says only what is left to do. */
export function asFormProblem(refusal: Problem, onceMore: Say): FormProblem {
  return refusal.definition === challengeRequired ? { detail: onceMore, fields: {} } : toFormProblem(refusal);
}
