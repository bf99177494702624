import type { Wording } from '../../kit/words/index.ts';

export const english = {
  logInFirst: 'Sign in first: POST /api/login.',
  problems: {
    notSignedIn: {
      title: 'Not signed in',
      meaning: 'The request needs a session, and it has none, or one that has expired or was ended.',
      remedy:
        'Sign in, then send the request again with the cookie (in a browser: `fetch` with `credentials: "include"`) or with the token in `Authorization: Bearer`.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly sessions: Wording<typeof english>;
  }
}
