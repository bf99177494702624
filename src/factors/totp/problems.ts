import type { ProblemDefinition } from '../../kit/problem.ts';

export const codeRefused: ProblemDefinition = {
  code: 'code-refused',
  status: 422,
  title: 'This code is not accepted',
  meaning:
    'The code is wrong, too old, or was used before. A code of an authenticator app is accepted once and for less than a minute.',
  remedy:
    'Wait for the next code and type that. If none is ever accepted, the clock of the phone is wrong: have it set the time by itself.',
};

export const totpExists: ProblemDefinition = {
  code: 'totp-exists',
  status: 409,
  title: 'There is an authenticator app already',
  meaning: 'An account has one authenticator app, and this one has been set up before.',
  remedy: 'Remove the old one first (DELETE /api/me/totp), then begin again.',
  onPage: 'Remove the authenticator app you have first, then set up the new one.',
};

export const totpNotBegun: ProblemDefinition = {
  code: 'totp-not-begun',
  status: 409,
  title: 'No authenticator app is being set up',
  meaning:
    'Nothing waits to be confirmed: it was not begun in this session or login, took longer than an hour, had five wrong codes, or is confirmed already.',
  remedy:
    'Begin again (POST /api/me/totp; in a login, `next` of this answer has the new key) and scan the new QR code; the old one is worth nothing.',
  onPage: 'Start over on your account page and scan the new QR code.',
};

export const totpProblems: readonly ProblemDefinition[] = [codeRefused, totpExists, totpNotBegun];
