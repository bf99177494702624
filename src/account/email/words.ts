import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  section: {
    title: 'Email address',
    none: 'None',
    confirmed: 'Verified',
    unconfirmed: 'Not verified',
    add: 'Add',
    change: 'Change',
    withoutOne: "Without one, you can't reset a forgotten password.",
    /** `holdsUp`: the next sign-in waits for it. */
    pending: (address: ComponentChild, holdsUp: boolean): Rich => [
      'Open the link we emailed to ',
      address,
      holdsUp ? ". You'll need to do this before you can sign in again." : ' to verify it.',
    ],
    address: 'Address',
    newAddress: 'New address',
    hint: (holdsUp: boolean) =>
      holdsUp
        ? "We'll email you a link. You'll need to open it before you can sign in again."
        : "We'll email you a link to verify it.",
    submit: 'Send link',
    remove: 'Remove address',
  },
  verify: {
    title: 'Verify your email',
    heading: 'Verify your email',
    lead: 'Only do this if you asked for it. The address will belong to the account named in the email.',
    submit: 'Verify email',
    tooOld: (another: ComponentChild): Rich => ['Link expired? ', another],
    another: 'Request a new one',
  },
  verified: {
    title: 'Email verified',
    heading: 'Email verified',
    lead: "You can now reset a forgotten password by email, and we'll tell you about important changes to your account.",
    toAccount: 'Go to your account',
    toLogin: 'Continue signing in',
    logIn: 'Sign in',
  },
  lastWayIn:
    'Your account has no password, so without this address nobody could sign in to it. Set a password or add a passkey first.',
  taken: 'Another account has verified this address in the meantime.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly accountEmail: Wording<typeof english>;
  }
}
