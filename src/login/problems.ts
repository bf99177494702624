import type { ProblemDefinition } from '../kit/problem.ts';

export const invalidCredentials: ProblemDefinition = {
  code: 'invalid-credentials',
  status: 401,
  title: 'Incorrect username or password',
  meaning:
    'There is no account of this name, or its password is another. Which of the two it is stays unsaid, so that nobody can find out who has an account.',
  remedy: 'Check both for typing mistakes; upper and lower case count in the password, but not in the name.',
};

export const lastWayIn: ProblemDefinition = {
  code: 'last-way-in',
  status: 409,
  title: 'This is the last way into your account',
  meaning:
    'The account has no password, and without what you want to remove nobody could sign in to it any more: neither by a passkey nor by email.',
  remedy:
    'Set a password (POST /api/me/password), confirm an email address (PUT /api/me/email) or add another passkey (POST /api/me/passkeys/options) first.',
  onPage: 'Set a password, confirm an email address or add another passkey first.',
};

export const loginProblems: readonly ProblemDefinition[] = [invalidCredentials, lastWayIn];
