import type { ProblemDefinition } from '../../kit/problem.ts';

export const passkeyRefused: ProblemDefinition = {
  code: 'passkey-refused',
  status: 422,
  title: 'This passkey is not accepted',
  meaning:
    'What the browser sent is no answer to what was asked: it took longer than five minutes, was sent before, was made on another website, or the passkey is registered here already.',
  remedy:
    'Begin again (POST /api/me/passkeys/options) and answer within five minutes, on a page of this server. If it goes on, use another device or security key.',
  onPage:
    'Start over, and finish within five minutes. If it fails again, use another device or security key.',
};

export const tooManyPasskeys: ProblemDefinition = {
  code: 'too-many-passkeys',
  status: 409,
  title: 'There are as many passkeys as an account may have',
  meaning: 'An account has 20 passkeys at most.',
  remedy: 'Remove one that you do not use any more (DELETE /api/me/passkeys/{id}), then add the new one.',
  onPage: "Remove one that you don't use any more, then add the new one.",
};

export const passkeysUnavailable: ProblemDefinition = {
  code: 'passkeys-unavailable',
  status: 409,
  title: 'This server has no name that passkeys could know it by',
  meaning:
    'A passkey belongs to the name of a website, and this server is configured with an IP address for its "publicUrl".',
  remedy:
    'If you run this server, set "publicUrl" to a name, with https. On your own machine that is http://localhost and the port.',
};

export const passkeyProblems: readonly ProblemDefinition[] = [
  passkeyRefused,
  tooManyPasskeys,
  passkeysUnavailable,
];
