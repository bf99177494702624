import type { ProblemDefinition } from '../../kit/problem.ts';

export const notSignedIn: ProblemDefinition = {
  code: 'not-signed-in',
  status: 401,
  words: ({ sessions }) => sessions.problems.notSignedIn,
};

export const sessionProblems: readonly ProblemDefinition[] = [notSignedIn];
