import type { ProblemDefinition } from '../../kit/problem.ts';

export const reasonMissing: ProblemDefinition = {
  code: 'reason-missing',
  status: 422,
  words: ({ adminActs }) => adminActs.problems.reasonMissing,
};

export const accountClosed: ProblemDefinition = {
  code: 'account-closed',
  status: 409,
  words: ({ adminActs }) => adminActs.problems.accountClosed,
};

export const noVerifiedAddress: ProblemDefinition = {
  code: 'no-verified-address',
  status: 409,
  words: ({ adminActs }) => adminActs.problems.noVerifiedAddress,
};

export const adminActProblems: readonly ProblemDefinition[] = [
  reasonMissing,
  accountClosed,
  noVerifiedAddress,
];
