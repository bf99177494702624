import type { ProblemDefinition } from '../../kit/problem.ts';

export const noSecondFactor: ProblemDefinition = {
  code: 'no-second-factor',
  status: 409,
  words: ({ security }) => security.problems.noSecondFactor,
};

export const secondFactorRequired: ProblemDefinition = {
  code: 'second-factor-required',
  status: 409,
  words: ({ security }) => security.problems.secondFactorRequired,
};

export const securityProblems: readonly ProblemDefinition[] = [noSecondFactor, secondFactorRequired];
