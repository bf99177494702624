import { utc } from '../../../kit/words/index.ts';
import type { CookieFault, EndReason } from '../../../people/sessions/index.ts';

const ends: Readonly<Record<EndReason, string>> = {
  idle: "it wasn't used for as long as `session.idle` allows (`session.rememberIdle` if they stay signed in)",
  absolute: 'it was as old as `session.absolute` allows (`session.rememberAbsolute` if they stay signed in)',
  'too-many': 'newer sign-ins took its place (`session.most`)',
  'signed-out': 'they signed out',
  ended: 'it was ended from another device, or by a new sign-in in the same browser',
  'password-changed': 'the password was changed',
  'factors-changed': 'the ways to sign in were changed',
  'by-admin': 'an admin or a new rule ended it',
};

const faults: Readonly<Record<CookieFault, readonly string[]>> = {
  insecure: [
    'The page was opened over http, and the cookie is only sent over https.',
    'They must open the address in `publicUrl`. If a proxy handles https, add it to `trustedProxies`, and have it set `X-Forwarded-Proto`.',
  ],
  'other-site': [
    'The request came from a page of another site, where browsers refuse this cookie.',
    'Serve the frontend from the same site as `publicUrl` (`localhost` and `127.0.0.1` are two sites), or log in with `"transport": "bearer"`.',
  ],
};

/** What became of the session after a sign-in that succeeded: what is the matter with it, then what to do. */
export const session = {
  unusedCookie: (fault: CookieFault | undefined): readonly string[] => [
    "The session hasn't been used yet, so the browser may not have kept its cookie.",
    ...(fault === undefined
      ? [
          'Check that the browser allows cookies for this site, that the page uses the same host name as the server, and that `fetch` has `credentials: "include"`.',
        ]
      : faults[fault]),
  ],
  unusedToken: [
    "The session's token hasn't been used yet.",
    'The program must send it as `Authorization: Bearer …` with every request.',
  ],
  used: (lastSeenAt: number, device: string): readonly string[] => [
    `The session is in use: last at ${utc(lastSeenAt)}${device === '' ? '' : `, ${device}`}.`,
  ],
  /** Beside the one that the newest sign-in has opened. */
  another: (why: EndReason, at: number): string =>
    `Another session of theirs ended at ${utc(at)}: ${ends[why]}.`,
  /** For an account that can sign in. */
  elsewhere:
    "If they still can't get in, it was another username, another site or another browser: ask for the support code on their page.",
  ended: (why: EndReason, at: number): readonly string[] => [
    `Their session ended at ${utc(at)}: ${ends[why]}.`,
    'They can sign in again.',
  ],
};
