import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../words/index.ts';

export const english = {
  language: 'en',
  /** For times and lists (BCP 47). */
  locale: 'en-GB',
  /** Before what is wrong, in titles and for screen readers. */
  problem: 'Problem:',
  /** At the head of a form, whose fields say the rest. */
  wrongFields: (count: number) =>
    count === 1 ? 'Check the field marked below.' : `Check the ${count} fields marked below.`,
  /** Closes a form without sending it. */
  cancel: 'Cancel',
  /** Said when a wait ends. */
  waitOver: 'You can try again now.',
  skipLink: 'Skip to content',
  /** What a search engine says of a page that says nothing else of itself. */
  description: (site: string) => `Sign in to ${site} and manage your account.`,
  development: {
    label: 'Server mode',
    name: 'Development mode',
    purpose: 'For learning and building. Not for the public internet.',
    trails: 'What just happened?',
    mailbox: 'Mailbox',
    tryApp: 'Try an app',
  },
  /** Where not everybody can sign up. */
  signUp: {
    invited: 'Sign-up is by invitation only. Ask an admin for an invitation.',
    closed: 'Sign-up is closed. Ask an admin if you need an account.',
  },
  /** Above every page, while an administrator looks at somebody's account. */
  looking: {
    label: "Someone else's account",
    who: (actor: ComponentChild, username: ComponentChild): Rich => [
      'You (',
      actor,
      ') are looking at ',
      username,
      "'s account.",
    ],
    until: (time: ComponentChild): Rich => ["You can't change anything. Ends ", time, '.'],
    stop: 'Stop',
  },
  header: {
    label: 'Account',
    yourAccount: 'Your account:',
    logIn: 'Sign in',
    logOut: 'Sign out',
    register: 'Sign up',
  },
  footer: {
    label: 'About this site',
    /** For whoever builds with this server. */
    promise: (site: string) =>
      `${site} stores your password as an argon2id hash, so nobody here can read it.`,
    api: 'API',
    problems: 'Error codes',
    terms: 'Terms',
    privacy: 'Privacy',
    support: 'Help',
  },
  /** On the way to another site. */
  leave: {
    title: 'Taking you there',
    lead: (host: string) => `Next: ${host}. If nothing happens, use the button.`,
    submit: 'Continue',
  },
  supportCode: 'Support code:',
  supportCodeUse: 'Give this code to support so they can see what went wrong.',
  /** What the browser says while somebody types. */
  typing: {
    capsLock: 'Caps Lock is on.',
    /** The script puts the name of the letters in the place of `{letters}`. */
    layout: 'Your keyboard is typing {letters} letters. Check its layout.',
    space: {
      atStart: 'The password starts with a space.',
      atEnd: 'The password ends with a space.',
      inside: "There's a space in it. Usernames have none.",
    },
  },
  fields: {
    remember: 'Keep me signed in',
    rememberHint: "Don't use this on a shared device.",
    /** In code points. */
    newPasswordHint: (shortest: number) =>
      `At least ${shortest} characters. A few unrelated words work well.`,
    show: 'Show',
    /** After `show`, for screen readers. */
    showWhat: 'the password',
    linkToken: 'Code from the email',
    linkTokenHint: "It's below the button in the email. You can also paste the whole link.",
  },
  challenge: {
    why: 'Your browser does a short calculation before this form is sent. It keeps automated requests out.',
    withoutScript:
      'This form needs JavaScript right now: your browser has to solve a small puzzle that keeps automated requests out. Turn on JavaScript for this site, or try again later.',
  },
  passkey: {
    add: 'Add a passkey',
    logIn: 'Sign in with a passkey',
    elsewhere: (origin: ComponentChild): Rich => [
      "Passkeys don't work on an IP address. Open ",
      origin,
      ' instead.',
    ],
    withoutScript: 'Passkeys need JavaScript.',
  },
  /** Between one way and another. */
  or: 'or',
  copy: 'Copy',
  unsent: { sendAgain: 'Send again' },
  error: {
    toStart: 'Go to the home page',
    mention: (requestId: ComponentChild): Rich => ['Request ID: ', requestId],
  },
  problems: {
    title: 'Error codes',
    lead: 'When the API refuses a request, the answer has one of these codes. Each page explains what it means and what to do.',
    code: 'Code',
    status: 'HTTP status',
    meaning: 'What it means',
    remedy: 'What to do',
  },
  api: {
    title: 'API',
    lead: (openapi: ComponentChild): Rich => [
      'Every request that this server answers. The same as a file for tools: ',
      openapi,
      '.',
    ],
    needsSession: 'Needs a session.',
    body: 'Body:',
    or: ' or ',
    required: 'required',
    optional: 'optional',
    withoutScript: (openapi: ComponentChild): Rich => [
      'The console needs JavaScript. You can read the API description at ',
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
