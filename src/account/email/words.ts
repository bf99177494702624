import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  section: {
    title: 'E-mail address',
    none: 'None',
    confirmed: 'Confirmed',
    withoutOne: 'Without one there is no way back from a forgotten password.',
    goesTo: (address: ComponentChild): Rich => [
      'Mail goes to ',
      address,
      ': a way back from a forgotten password, and word of what happens to the account.',
    ],
    pending: (address: ComponentChild): Rich => [
      address,
      ' is not confirmed yet. Open the link in the mail that was sent there.',
    ],
    address: 'Address',
    newAddress: 'New address',
    hint: 'A link is sent there. The address is yours once you have opened it.',
    submit: 'Send the link',
    remove: 'Remove it',
  },
  verify: {
    title: 'Confirm your e-mail address',
    heading: 'Confirm your address',
    lead: 'Only if you asked for it: from then on it belongs to the account that the mail names.',
    submit: 'Confirm this address',
    tooOld: 'Is the link too old?',
    another: 'Ask for a new one',
  },
  verified: {
    title: 'Your e-mail address is confirmed',
    heading: 'Your address is confirmed',
    lead: 'If you forget your password, you can now choose a new one by a mail. And when something important happens to your account, you are told there.',
    toAccount: 'Go to your account',
    toLogin: 'Go on with your login',
    logIn: 'Log in',
  },
  newerCode: 'Enter the code of a newer mail.',
  lastWayIn:
    'Your account has no password, so without this address nobody could sign in to it. Set a password or add a passkey first.',
  taken: 'Another account has confirmed this address by now.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly accountEmail: Wording<typeof english>;
  }
}
