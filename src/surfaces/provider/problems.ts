import type { ProblemDefinition } from '../../kit/problem.ts';

/** Where the app can't be told, because it isn't sure that it is the app. */
export const appRequestRefused: ProblemDefinition = {
  code: 'app-request-refused',
  status: 400,
  words: ({ apps }) => apps.problems.requestRefused,
};

/** A page of a request that is over. */
export const appRequestExpired: ProblemDefinition = {
  code: 'app-request-expired',
  status: 410,
  words: ({ apps }) => apps.problems.requestExpired,
};

export const appProblems: readonly ProblemDefinition[] = [appRequestRefused, appRequestExpired];
