import type { ComponentChild } from 'preact';
import { quoted, type Rich, type Wording } from '../kit/words/index.ts';

export const english = {
  logIn: {
    title: 'Sign in',
    lead: (site: string) => `Use your ${site} account.`,
    password: 'Password',
    submit: 'Sign in',
    forgot: 'Forgot password?',
    noAccount: (register: ComponentChild): Rich => ['New here? ', register],
    register: 'Create an account',
    /** Another login of this browser waits for its next step. */
    unfinished: "You haven't finished signing in.",
    finishIt: 'Continue signing in',
  },
  logOut: {
    title: 'Sign out',
    question: 'Sign out?',
    done: "You're signed out",
    lead: (username: ComponentChild): Rich => [
      'This signs ',
      username,
      ' out of this browser. Other devices stay signed in.',
    ],
    submit: 'Sign out',
    stay: 'Stay signed in',
    noSession: 'Nobody is signed in to this browser.',
    logIn: 'Sign in',
  },
  /** The browser didn't bring back the cookie of the session that it was given. */
  cookieMissing: {
    title: "Your browser didn't keep you signed in",
    lead: "You signed in, but your browser didn't keep the cookie that keeps you signed in.",
    blocked:
      "Allow cookies for this site in the browser's settings, turn off extensions that block them, or leave private browsing. Then sign in again.",
    again: 'Sign in again',
  },
  verifyEmail: { sent: 'We sent a new link.' },
  identifiers: {
    username: 'Username',
    email: 'Email address',
    both: 'Username or email address',
  },
  /** The form itself has brought the proof of work along. */
  onceMore: {
    password: 'There were several failed attempts. Enter your password again.',
    code: 'There were several incorrect codes. Send the code again.',
    email: 'There were many requests from your network. Send the form again.',
  },
  /** Leads from an app's own form to the page here. */
  otherWays: 'Other ways to sign in',
  tookTooLong: 'This sign-in has expired. Start over.',
  incorrect: 'Incorrect username or password.',
  sendBoth: (missing: 'username' | 'password') =>
    `Send \`${missing}\` too, or neither to log in with a passkey.`,
  attemptOver: 'This login has expired, is complete, or was started in another browser. Start over.',
  notAskedFor: (factor: string) => `This login doesn't accept ${quoted(factor)} right now.`,
  accountBusy: 'This account is being changed right now. Try again in a moment.',
  /** What helps where no more codes are judged. */
  ways: {
    password: 'use your password',
    first: 'sign in with your password or a passkey',
    passkey: 'use a passkey if you added one',
  },
  problems: {
    invalidCredentials: {
      title: 'Incorrect credentials',
      meaning:
        "There's no account with this username, or the password, code or passkey is incorrect. The answer doesn't say which, so that nobody can find out who has an account.",
      remedy:
        'Check the username and the password for typos: passwords are case-sensitive, usernames are not. For a code, enter the newest one.',
    },
    lastWayIn: {
      title: 'This is the last way into your account',
      meaning:
        'The account has no password, and without this nobody could sign in to it with a passkey or by email.',
      remedy:
        'Set a password (POST /api/me/password), confirm an email address (PUT /api/me/email) or add another passkey (POST /api/me/passkeys/options) first.',
      onPage: 'Set a password, confirm an email address or add another passkey first.',
    },
  },
};

declare module '../kit/words/index.ts' {
  interface Words {
    readonly login: Wording<typeof english>;
  }
}
