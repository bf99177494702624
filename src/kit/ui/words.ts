import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../words/index.ts';

export const english = {
  language: 'en',
  /** Before what is wrong, in titles and for screen readers. */
  problem: 'Problem:',
  skipLink: 'Skip to the content',
  development: {
    label: 'Mode of this server',
    name: 'Development mode',
    purpose: 'Made for learning and building, not for the open internet.',
    trails: 'What just happened?',
    mailbox: 'Mailbox',
  },
  header: {
    label: 'Account',
    yourAccount: 'Your account:',
    logIn: 'Log in',
    logOut: 'Log out',
    register: 'Register',
  },
  footer: {
    promise: (site: string) => `${site} keeps your password as an argon2id hash: nobody here can read it.`,
    api: 'API',
    problems: 'Error codes',
  },
  supportCode: 'Code for support:',
  supportCodeUse: 'Whoever runs this site can look up with it what went wrong.',
  fields: {
    remember: 'Keep me logged in',
    rememberHint: 'Only on a device that is yours.',
    /** In code points. */
    newPasswordHint: (shortest: number) =>
      `At least ${shortest} characters. A few words that only you would put together do well.`,
    show: 'Show',
    /** After `show`, for screen readers. */
    showWhat: 'the password',
    linkToken: 'Code from the mail',
    linkTokenHint: 'It stands in the mail below the button. The whole link will do, too.',
  },
  challenge: {
    why: 'Your browser does a short calculation before this form is sent. It keeps automated requests out.',
    withoutScript:
      'This form needs JavaScript for now: your browser has to solve a small puzzle that keeps machines from guessing passwords. Please allow JavaScript for this site, or try again later.',
  },
  passkey: {
    add: 'Add a passkey',
    logIn: 'Log in with a passkey',
    elsewhere: (origin: ComponentChild): Rich => [
      'Passkeys belong to a name and do not work at this address. Open ',
      origin,
      ' for them.',
    ],
    withoutScript: 'Passkeys need JavaScript: the browser hands them out to a script alone.',
  },
  copy: 'Copy',
  unsent: { sendAgain: 'Send again' },
  error: {
    toStart: 'Go to the start',
    mention: (requestId: ComponentChild): Rich => ['If you ask for help, mention this request: ', requestId],
  },
  problems: {
    title: 'Error codes',
    lead: 'When the API refuses a request, its answer carries one of these codes. Each page says what it means and what to do.',
    code: 'Code',
    status: 'HTTP status',
    meaning: 'What it means',
    remedy: 'What to do',
  },
  api: {
    title: 'API',
    lead: (openapi: ComponentChild): Rich => [
      'Every request that this server answers. Tools read the same from ',
      openapi,
      '.',
    ],
    needsSession: 'Needs a session.',
    body: 'Body:',
    or: ' or ',
    required: 'required',
    optional: 'optional',
    withoutScript: (openapi: ComponentChild): Rich => [
      'The console needs JavaScript. The description that it shows is at ',
      openapi,
      '.',
    ],
  },
};

declare module '../words/index.ts' {
  interface Words {
    readonly ui: Wording<typeof english>;
  }
}
