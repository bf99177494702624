import type { ProblemDefinition } from '../../kit/problem.ts';

export const invalidCredentials: ProblemDefinition = {
  code: 'invalid-credentials',
  status: 401,
  title: 'Name and password do not fit',
  meaning:
    'There is no account of this name, or its password is another. Which of the two it is stays unsaid, so that nobody can find out who has an account.',
  remedy: 'Check both for typing mistakes; upper and lower case count in the password, but not in the name.',
};

export const loginProblems: readonly ProblemDefinition[] = [invalidCredentials];
