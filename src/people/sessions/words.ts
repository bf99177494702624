import { onDate, type Wording } from '../../kit/words/index.ts';
import type { AbsenceReason } from './problems.ts';

const isByOwner = (reason: AbsenceReason): boolean =>
  reason === 'ended' || reason === 'password-changed' || reason === 'factors-changed';

export const english = {
  /** Why a request has no session, and what to do. */
  absent: {
    'no-cookie': 'Sign in first: POST /api/login.',
    unknown: 'This session has ended or never existed.',
    idle: "Your session expired because it wasn't used for a while.",
    absolute: 'Your session has expired.',
    'too-many': 'This session ended because of newer ones on other devices.',
    'signed-out': 'You signed out.',
    ended: 'This session was ended.',
    'password-changed': 'You were signed out because the password was changed.',
    'factors-changed': 'You were signed out because the ways to sign in were changed.',
    'by-admin': 'An admin ended this session.',
  },
  again: 'Sign in again.',
  signedOutHere: "You're signed out in this browser. Sign in to continue.",
  /** Why the cookie of a session doesn't come back. */
  cookieFaults: {
    insecure: (publicUrl: string) =>
      `The session cookie is only sent over https. Open ${publicUrl} instead. If a proxy in front of the server handles https, add it to \`trustedProxies\`.`,
    'other-host': (publicUrl: string) =>
      `The session cookie belongs to another host name. Open ${publicUrl} instead.`,
    'other-site': (publicUrl: string) =>
      `Browsers don't send the session cookie from another site. Serve the page from the same site as ${publicUrl} (\`localhost\` and \`127.0.0.1\` are two sites), or log in with \`"transport": "bearer"\`.`,
  },
  tokenWithoutBearer:
    'Sign in first. The request has a token, but not as `Authorization: Bearer …`: send it with the word `Bearer` in front.',
  cookieNotIncluded: 'If you did, send the cookie along: `fetch` with `credentials: "include"`.',
  /** Beside why a session ended, in a browser that the account knows. */
  endedAt: (reason: AbsenceReason, at: number) =>
    `That was ${onDate(at)}.${isByOwner(reason) ? " If that wasn't you, reset your password." : ''}`,
  problems: {
    notSignedIn: {
      title: 'Not signed in',
      meaning:
        'The request needs a session, and it has none, or one that has expired or was ended. `reason` says which: `no-cookie`, `unknown`, `idle`, `absolute`, `too-many`, `signed-out`, `ended`, `password-changed`, `factors-changed` or `by-admin`. `endedAt` is when it ended.',
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
