import type { ProblemDefinition } from '../../kit/problem.ts';

export const keyInvalid: ProblemDefinition = {
  code: 'key-invalid',
  status: 401,
  words: ({ keys }) => keys.problems.invalid,
};

export const keyNotEnough: ProblemDefinition = {
  code: 'key-not-enough',
  status: 403,
  words: ({ keys }) => keys.problems.notEnough,
};

export const tooManyKeys: ProblemDefinition = {
  code: 'too-many-keys',
  status: 409,
  words: ({ keys }) => keys.problems.tooMany,
};

export const noSuchScope: ProblemDefinition = {
  code: 'no-such-scope',
  status: 422,
  words: ({ keys }) => keys.problems.noSuchScope,
};

export const keyProblems: readonly ProblemDefinition[] = [keyInvalid, keyNotEnough, tooManyKeys, noSuchScope];
