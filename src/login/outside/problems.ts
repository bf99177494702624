import type { ProblemDefinition } from '../../kit/problem.ts';

/** What a provider answered can't be used. */
export const outsideLoginFailed: ProblemDefinition = {
  code: 'outside-login-failed',
  status: 502,
  words: ({ outside }) => outside.problems.failed,
};

/** What came back is for no sign-in that this browser has begun and not finished. */
export const outsideLoginExpired: ProblemDefinition = {
  code: 'outside-login-expired',
  status: 410,
  words: ({ outside }) => outside.problems.expired,
};

export const identityTaken: ProblemDefinition = {
  code: 'identity-taken',
  status: 409,
  words: ({ outside }) => outside.problems.identityTaken,
};

export const identityLastWay: ProblemDefinition = {
  code: 'identity-last-way',
  status: 409,
  words: ({ outside }) => outside.problems.identityLastWay,
};

export const outsideAccountExists: ProblemDefinition = {
  code: 'outside-account-exists',
  status: 409,
  words: ({ outside }) => outside.problems.accountExists,
};

export const outsideProblems: readonly ProblemDefinition[] = [
  outsideLoginFailed,
  outsideLoginExpired,
  identityTaken,
  identityLastWay,
  outsideAccountExists,
];
