import { type ProblemDefinition, problem } from '../../kit/problem.ts';

export const emailRefused: ProblemDefinition = {
  code: 'email-refused',
  status: 422,
  words: ({ emails }) => emails.problems.emailRefused,
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

/** What a person is told; the page of the code says more. */
export function linkIsOver() {
  return problem(linkOver, ({ emails }) => emails.linkIsOver);
}

export const mailOff: ProblemDefinition = {
  code: 'mail-off',
  status: 503,
  words: ({ emails }) => emails.problems.mailOff,
};

export const emailProblems: readonly ProblemDefinition[] = [
  emailRefused,
  emailNeeded,
  emailTaken,
  linkOver,
  mailOff,
];
