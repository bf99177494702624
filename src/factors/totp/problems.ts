import type { ProblemDefinition } from '../../kit/problem.ts';

export const codeRefused: ProblemDefinition = {
  code: 'code-refused',
  status: 422,
  words: ({ totp }) => totp.problems.codeRefused,
};

export const totpExists: ProblemDefinition = {
  code: 'totp-exists',
  status: 409,
  words: ({ totp }) => totp.problems.totpExists,
};

export const totpNotBegun: ProblemDefinition = {
  code: 'totp-not-begun',
  status: 409,
  words: ({ totp }) => totp.problems.totpNotBegun,
};

export const totpProblems: readonly ProblemDefinition[] = [codeRefused, totpExists, totpNotBegun];
