import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  section: {
    title: 'Email address',
    none: 'None',
    confirmed: 'Verified',
    add: 'Add',
    change: 'Change',
    withoutOne: "Without one, you can't reset a forgotten password.",
    pending: (address: ComponentChild): Rich => [
      address,
      " isn't verified yet. Open the link in the email we sent there.",
    ],
    address: 'Address',
    newAddress: 'New address',
    hint: "We'll send a link there. Open it to verify the address.",
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
