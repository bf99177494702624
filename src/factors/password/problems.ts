import type { ProblemDefinition } from '../../kit/problem.ts';

export const passwordRefused: ProblemDefinition = {
  code: 'password-refused',
  status: 422,
  words: ({ password }) => password.problems.passwordRefused,
};

export const passwordProblems: readonly ProblemDefinition[] = [passwordRefused];
