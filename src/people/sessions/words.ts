import type { Wording } from '../../kit/words/index.ts';

export const english = {
  logInFirst: 'Log in first: POST /api/login.',
  problems: {
    notSignedIn: {
      title: 'Nobody is signed in',
      meaning:
        'This needs a session, and the request carries none that is alive: it never had one, it was ended, or it ran out.',
      remedy:
        'Log in, then send the request again with the cookie (in a browser: fetch with credentials: "include") or with "Authorization: Bearer" and the token.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly sessions: Wording<typeof english>;
  }
}
