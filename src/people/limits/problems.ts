import type { ProblemDefinition } from '../../kit/problem.ts';

export const challengeRequired: ProblemDefinition = {
  code: 'challenge-required',
  status: 403,
  title: 'A proof of work is needed first',
  meaning:
    'After several failures, or many registrations from one address, the server asks the program on the other side to spend a second of computing. People do not notice; machines that guess passwords do.',
  remedy:
    'Solve the "challenge" of the answer (or one from GET /api/challenge) with an ALTCHA solver and send the result as "proofOfWork" with the same request. The pages here do it by themselves when JavaScript is on.',
};

export const tooManyAttempts: ProblemDefinition = {
  code: 'too-many-attempts',
  status: 429,
  title: 'Too many attempts',
  meaning: 'There were too many failed attempts for this account, or too many requests from this address.',
  remedy:
    "With a \"Retry-After\" header, wait that many seconds and try again. Without one, waiting doesn't help: password or code sign-in is turned off after too many failures in a row. Reset the password by email, use a browser you've signed in with before, use another factor such as a passkey or a recovery code, or ask the site's admin (`latchkey accounts unlock`).",
};

export const limitProblems: readonly ProblemDefinition[] = [challengeRequired, tooManyAttempts];
