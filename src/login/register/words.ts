import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'Register',
  lead: (asksForEmail: boolean) =>
    asksForEmail
      ? 'A name, an e-mail address and a password.'
      : 'A name and a password. Nothing else is needed.',
  username: 'Username',
  usernameHint: (shortest: number, longest: number) =>
    `${shortest} to ${longest} characters: letters, digits, dot, dash and underscore.`,
  email: 'E-mail address',
  optionalEmail: 'E-mail address (optional)',
  /** Whether the address is confirmed before the first session. */
  emailHint: (isConfirmedFirst: boolean) =>
    `A way back if you forget the password. ${isConfirmedFirst ? 'Open the link we email you before you sign in.' : 'We email you a link to confirm it.'}`,
  password: 'Password',
  submit: 'Register',
  hasAccount: (logIn: ComponentChild): Rich => ['Have an account? ', logIn],
  logIn: 'Log in',
  onceMore: 'There were many registrations from your network. Enter the password once more.',
  imitates: 'This username looks like one that is taken. Choose another one.',
  taken: (username: string) => `The name "${username}" is taken. Choose another, or log in if it is yours.`,
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly register: Wording<typeof english>;
  }
}
