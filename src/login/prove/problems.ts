import type { ProblemDefinition } from '../../kit/problem.ts';

export const proofRequired: ProblemDefinition = {
  code: 'proof-required',
  status: 403,
  title: 'Confirm your identity first',
  meaning:
    "This change is sensitive, and this session hasn't confirmed your identity in the last ten minutes. If the account has two-step verification, the password alone isn't enough: someone who has your session and your password could otherwise take the account over.",
  remedy:
    'Send one of the factors in `next` to POST /api/reauthenticate, then repeat the request. `needs` is 2 if the account has a second factor, else 1.',
};

export const proveProblems: readonly ProblemDefinition[] = [proofRequired];
