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
  title: 'Too many tries',
  meaning: 'There were too many failed tries for this account, or too many requests from this address.',
  remedy:
    'Wait for the number of seconds in the "Retry-After" header. If it is your account, a browser that you logged in from before is not held up by the guesses of others.',
};

export const limitProblems: readonly ProblemDefinition[] = [challengeRequired, tooManyAttempts];
