import type { ProblemDefinition } from '../../kit/problem.ts';

export const usernameTaken: ProblemDefinition = {
  code: 'username-taken',
  status: 409,
  words: ({ accounts }) => accounts.problems.usernameTaken,
};

export const usernameRefused: ProblemDefinition = {
  code: 'username-refused',
  status: 422,
  words: ({ accounts }) => accounts.problems.usernameRefused,
};

export const dataTooLarge: ProblemDefinition = {
  code: 'data-too-large',
  status: 413,
  words: ({ accounts }) => accounts.problems.dataTooLarge,
};

export const dataRefused: ProblemDefinition = {
  code: 'data-refused',
  status: 422,
  words: ({ accounts }) => accounts.problems.dataRefused,
};

export const staleData: ProblemDefinition = {
  code: 'stale-data',
  status: 412,
  words: ({ accounts }) => accounts.problems.staleData,
};

export const registrationClosed: ProblemDefinition = {
  code: 'registration-closed',
  status: 403,
  words: ({ accounts }) => accounts.problems.registrationClosed,
};

export const accountProblems: readonly ProblemDefinition[] = [
  usernameTaken,
  usernameRefused,
  dataTooLarge,
  dataRefused,
  staleData,
  registrationClosed,
];
