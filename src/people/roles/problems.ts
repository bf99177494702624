import type { ProblemDefinition } from '../../kit/problem.ts';

export const notPermitted: ProblemDefinition = {
  code: 'not-permitted',
  status: 403,
  words: ({ roles }) => roles.problems.notPermitted,
};

export const adminSecondFactorMissing: ProblemDefinition = {
  code: 'admin-second-factor-missing',
  status: 403,
  words: ({ roles }) => roles.problems.adminSecondFactorMissing,
};

export const ownAccount: ProblemDefinition = {
  code: 'own-account',
  status: 409,
  words: ({ roles }) => roles.problems.ownAccount,
};

export const lastAdministrator: ProblemDefinition = {
  code: 'last-administrator',
  status: 409,
  words: ({ roles }) => roles.problems.lastAdministrator,
};

export const roleRefused: ProblemDefinition = {
  code: 'role-refused',
  status: 422,
  words: ({ roles }) => roles.problems.roleRefused,
};

export const tokenRefused: ProblemDefinition = {
  code: 'token-refused',
  status: 422,
  words: ({ roles }) => roles.problems.tokenRefused,
};

export const attributesRefused: ProblemDefinition = {
  code: 'attributes-refused',
  status: 422,
  words: ({ roles }) => roles.problems.attributesRefused,
};

export const setupClosed: ProblemDefinition = {
  code: 'setup-closed',
  status: 404,
  words: ({ roles }) => roles.problems.setupClosed,
};

export const setupRefused: ProblemDefinition = {
  code: 'setup-refused',
  status: 403,
  words: ({ roles }) => roles.problems.setupRefused,
};

export const roleProblems: readonly ProblemDefinition[] = [
  notPermitted,
  adminSecondFactorMissing,
  ownAccount,
  lastAdministrator,
  roleRefused,
  attributesRefused,
  tokenRefused,
  setupClosed,
  setupRefused,
];
