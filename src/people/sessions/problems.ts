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

export const proofRequired: ProblemDefinition = {
  code: 'proof-required',
  status: 403,
  title: 'Prove that it is you first',
  meaning:
    'What you asked for is sensitive, and it is more than ten minutes ago that this session proved who holds it. Somebody who only found your browser open could ask for it too.',
  remedy:
    'Enter your password or another of your factors once more, then try again. A program does so by POST /api/reauthenticate.',
};

export const sessionProblems: readonly ProblemDefinition[] = [notSignedIn, proofRequired];
