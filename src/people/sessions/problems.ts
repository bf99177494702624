import type { ProblemDefinition } from '../../kit/problem.ts';

export const notSignedIn: ProblemDefinition = {
  code: 'not-signed-in',
  status: 401,
  title: 'Nobody is signed in',
  meaning:
    'This needs a session, and the request carries none that is alive: it never had one, it was ended, or it ran out.',
  remedy:
    'Log in, then send the request again with the cookie (in a browser: fetch with credentials: "include") or with "Authorization: Bearer" and the token.',
};

export const sessionProblems: readonly ProblemDefinition[] = [notSignedIn];
