import type { ProblemDefinition } from '../../kit/problem.ts';

export const proofRequired: ProblemDefinition = {
  code: 'proof-required',
  status: 403,
  words: ({ prove }) => prove.problems.proofRequired,
};

export const proveProblems: readonly ProblemDefinition[] = [proofRequired];
