import type { ProblemDefinition } from '../../kit/problem.ts';

export const noSecondFactor: ProblemDefinition = {
  code: 'no-second-factor',
  status: 409,
  title: 'There is nothing to recover from',
  meaning:
    'Recovery codes stand in for a second factor that is lost, and this account has none. Its password alone opens it.',
  remedy: 'Set up an authenticator app (POST /api/me/totp) or a passkey first; recovery codes come with it.',
};

export const securityProblems: readonly ProblemDefinition[] = [noSecondFactor];
