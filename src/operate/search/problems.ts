import type { ProblemDefinition } from '../../kit/problem.ts';

export const unknownOperator: ProblemDefinition = {
  code: 'unknown-operator',
  status: 400,
  words: ({ search }) => search.problems.unknownOperator,
};

export const cursorRefused: ProblemDefinition = {
  code: 'cursor-refused',
  status: 400,
  words: ({ search }) => search.problems.cursorRefused,
};

export const searchProblems: readonly ProblemDefinition[] = [unknownOperator, cursorRefused];
