import type { ProblemDefinition } from '../kit/problem.ts';

export const invalidCredentials: ProblemDefinition = {
  code: 'invalid-credentials',
  status: 401,
  words: ({ login }) => login.problems.invalidCredentials,
};

export const lastWayIn: ProblemDefinition = {
  code: 'last-way-in',
  status: 409,
  words: ({ login }) => login.problems.lastWayIn,
};

export const loginProblems: readonly ProblemDefinition[] = [invalidCredentials, lastWayIn];
