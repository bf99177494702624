import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'Create your account',
  lead: (asksForEmail: boolean) =>
    asksForEmail
      ? 'Choose a username and a password, and enter your email.'
      : 'Choose a username and a password.',
  usernameHint: (shortest: number, longest: number) =>
    `${shortest}–${longest} characters. Letters, numbers, and . _ -`,
  optionalEmail: 'Email address (optional)',
  /** Whether the address is confirmed before the first session. */
  emailHint: (isConfirmedFirst: boolean) =>
    `For resetting your password. ${isConfirmedFirst ? "You'll need to open the link we email you before you sign in." : "We'll email you a link to verify it."}`,
  password: 'Password',
  submit: 'Create account',
  hasAccount: (logIn: ComponentChild): Rich => ['Already have an account? ', logIn],
  logIn: 'Sign in',
  closed: {
    title: 'Sign-up is closed',
    byInvitation: 'Sign-up is by invitation',
    hasInvitation: 'I have an invitation',
  },
  onceMore: 'There were many sign-ups from your network. Enter your password again.',
  imitates: 'This username looks like one that is already taken. Choose another.',
  taken: (username: string) =>
    `The username "${username}" is already taken. Choose another, or sign in if it's yours.`,
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly register: Wording<typeof english>;
  }
}
