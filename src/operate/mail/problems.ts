import type { ProblemDefinition } from '../../kit/problem.ts';

export const mailNotWaiting: ProblemDefinition = {
  code: 'mail-not-waiting',
  status: 409,
  words: ({ mailQueue }) => mailQueue.problems.mailNotWaiting,
};

export const mailQueueProblems: readonly ProblemDefinition[] = [mailNotWaiting];
