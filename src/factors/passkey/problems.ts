import type { ProblemDefinition } from '../../kit/problem.ts';

export const passkeyRefused: ProblemDefinition = {
  code: 'passkey-refused',
  status: 422,
  words: ({ passkey }) => passkey.problems.passkeyRefused,
};

export const tooManyPasskeys: ProblemDefinition = {
  code: 'too-many-passkeys',
  status: 409,
  words: ({ passkey }) => passkey.problems.tooManyPasskeys,
};

export const passkeysUnavailable: ProblemDefinition = {
  code: 'passkeys-unavailable',
  status: 409,
  words: ({ passkey }) => passkey.problems.passkeysUnavailable,
};

export const passkeyProblems: readonly ProblemDefinition[] = [
  passkeyRefused,
  tooManyPasskeys,
  passkeysUnavailable,
];
