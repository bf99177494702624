import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../kit/words/index.ts';

export const english = {
  logIn: {
    title: 'Log in',
    lead: (site: string) => `With your ${site} account.`,
    password: 'Password',
    submit: 'Log in',
    forgot: 'Forgot your password?',
    noAccount: (register: ComponentChild): Rich => ['No account yet? ', register],
    register: 'Register',
    /** Another login of this browser waits for its next step. */
    unfinished: 'A login in this browser is not finished yet.',
    finishIt: 'Go on with it',
  },
  logOut: {
    title: 'Log out',
    question: 'Log out?',
    done: 'You are logged out',
    lead: (username: ComponentChild): Rich => [
      'This ends the session of ',
      username,
      ' in this browser. Your other sessions go on.',
    ],
    submit: 'Log out',
    stay: 'Stay logged in',
    noSession: 'There is no session in this browser.',
    logIn: 'Log in',
  },
  verifyEmail: { sent: 'A new link is on its way.' },
  identifiers: {
    username: 'Username',
    email: 'E-mail address',
    both: 'Username or e-mail address',
  },
  /** The form itself has brought the proof of work along. */
  onceMore: {
    password: 'There were several wrong tries. Enter the password once more.',
    code: 'There were several incorrect codes for this account. Send the code again.',
    email: 'There were many requests from your network. Send the form once more.',
  },
  tookTooLong: 'That took too long, or was finished already. Log in once more.',
  incorrect: 'Incorrect username or password.',
  sendBoth: (missing: 'username' | 'password') =>
    `Send "${missing}" too, or neither of the two to log in with a passkey.`,
  attemptOver:
    'This login is over: it took too long, was finished already, or began in another browser. Log in again.',
  notAskedFor: (factor: string) => `This login does not ask for "${factor}" now.`,
  notCorrect: "That's not correct. Try again.",
  accountBusy: 'This account is being changed right now. Try again in a moment.',
  /** What helps where no more codes are judged. */
  ways: { password: 'use your password', first: 'sign in with your password or a passkey' },
  problems: {
    invalidCredentials: {
      title: 'Incorrect username or password',
      meaning:
        "There's no account with this username, or the password is incorrect. The answer doesn't say which, so that nobody can find out who has an account.",
      remedy: 'Check both for typos. Passwords are case-sensitive; usernames are not.',
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
