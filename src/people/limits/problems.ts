import type { ProblemDefinition } from '../../kit/problem.ts';

export const challengeRequired: ProblemDefinition = {
  code: 'challenge-required',
  status: 403,
  words: ({ limits }) => limits.problems.challengeRequired,
};

export const tooManyAttempts: ProblemDefinition = {
  code: 'too-many-attempts',
  status: 429,
  words: ({ limits }) => limits.problems.tooManyAttempts,
};

export const limitProblems: readonly ProblemDefinition[] = [challengeRequired, tooManyAttempts];
