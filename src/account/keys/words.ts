import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  list: {
    title: 'Access keys',
    lead: 'A program that you run can use your account with a key instead of your password. Treat each key like a password.',
    none: 'You have no access keys.',
    create: 'Create a key',
    back: 'Back to your account',
    ending: (ending: ComponentChild): Rich => ['Ends with ', ending],
    times: (made: ComponentChild, expires: ComponentChild): Rich => [
      'Created ',
      made,
      ' · Expires ',
      expires,
    ],
    ended: (made: ComponentChild, expires: ComponentChild): Rich => [
      'Created ',
      made,
      ' · Expired ',
      expires,
    ],
    expired: 'Expired',
    used: (at: ComponentChild, address: string): Rich => ['Last used ', at, ` from ${address}`],
    unused: 'Never used',
    revoke: 'Revoke',
    /** After `revoke`, for screen readers. */
    revokeOf: (name: string) => `the key ${name}`,
  },
  revoked: 'The key was revoked. Programs can no longer use it.',
  form: {
    title: 'Create a key',
    lead: 'Make one for each program, and choose only what it needs.',
    name: 'Name',
    nameHint: 'What it is for, such as Nightly backup.',
    scopes: 'What it can do',
    expires: 'Expires',
    days: (count: number) => `In ${count} days`,
    submit: 'Create key',
    cancel: 'Cancel',
  },
  made: {
    title: 'Copy your key now',
    lead: "You won't see it again. Keep it where your program keeps its secrets.",
    key: 'The key',
    header: 'Send it as',
    done: "I've saved the key",
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly accountKeys: Wording<typeof english>;
  }
}
