import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  invited: {
    title: 'Accept your invitation',
    lead: 'Choose a username and a password. Your email is verified already.',
    hasAccount: (logIn: ComponentChild): Rich => [
      'Already have an account? ',
      logIn,
      ', then open the link in the email again.',
    ],
  },
  accept: {
    title: 'Accept invitation',
    lead: "You're signed in. Accept the invitation with the account shown at the top?",
    submit: 'Accept invitation',
    another: (logOut: ComponentChild, isForAnother: boolean): Rich => [
      isForAnother ? 'To use another account: ' : 'Not your account? ',
      logOut,
      ', then open the link in the email again.',
    ],
    logOut: 'Sign out',
  },
  accepted: {
    title: 'Invitation accepted',
    lead: 'You can use this account from now on.',
    toAccount: 'Your account',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly accountInvitations: Wording<typeof english>;
  }
}
