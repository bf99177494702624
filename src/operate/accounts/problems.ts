import type { ProblemDefinition } from '../../kit/problem.ts';

export const reasonMissing: ProblemDefinition = {
  code: 'reason-missing',
  status: 422,
  words: ({ adminActs }) => adminActs.problems.reasonMissing,
};

export const adminActProblems: readonly ProblemDefinition[] = [reasonMissing];
