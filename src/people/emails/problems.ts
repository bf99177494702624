import type { Problem, ProblemDefinition } from '../../kit/problem.ts';
import { type FormProblem, toFormProblem } from '../../kit/ui/index.ts';

export const emailRefused: ProblemDefinition = {
  code: 'email-refused',
  status: 422,
  words: ({ emails }) => emails.problems.emailRefused,
};

export const domainRefused: ProblemDefinition = {
  code: 'domain-refused',
  status: 422,
  words: ({ emails }) => emails.problems.domainRefused,
};

export const emailNeeded: ProblemDefinition = {
  code: 'email-needed',
  status: 422,
  words: ({ emails }) => emails.problems.emailNeeded,
};

export const emailTaken: ProblemDefinition = {
  code: 'email-taken',
  status: 409,
  words: ({ emails }) => emails.problems.emailTaken,
};

export const linkOver: ProblemDefinition = {
  code: 'link-over',
  status: 410,
  words: ({ emails }) => emails.problems.linkOver,
};

/** Why a form with the code of a link came back, for its field; one whose link is over wants the code of a newer email. */
export function linkProblem(refusal: Problem): FormProblem {
  if (refusal.definition !== linkOver) return toFormProblem(refusal);
  return { detail: refusal.detail, fields: { token: ({ emails }) => emails.newerCode } };
}

export const mailOff: ProblemDefinition = {
  code: 'mail-off',
  status: 503,
  words: ({ emails }) => emails.problems.mailOff,
};

export const emailProblems: readonly ProblemDefinition[] = [
  emailRefused,
  domainRefused,
  emailNeeded,
  emailTaken,
  linkOver,
  mailOff,
];
