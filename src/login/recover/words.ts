import type { ComponentChild } from 'preact';
import { durationInWords } from '../../kit/duration.ts';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  ask: {
    title: 'Forgot your password?',
    lead: 'We send a link to the confirmed address of your account. With it you choose a new one.',
    identifier: 'Username or e-mail address',
    submit: 'Send me a link',
    remembered: (logIn: ComponentChild): Rich => ['Remembered it? ', logIn],
    logIn: 'Log in',
  },
  sent: {
    title: 'Look into your mail',
    /** `lifetime` in milliseconds. */
    lead: (lifetime: number) =>
      `If there is an account of this name with a confirmed address, a mail is on its way to it. Its link is good for ${durationInWords(lifetime)}.`,
    backToLogIn: 'Back to the login',
    another: 'Send another email',
    nothing:
      'Nothing there after a few minutes? Look into the folder for unwanted mail. An address that was never confirmed gets no mail; then only whoever runs this site can help.',
  },
  complete: {
    title: 'Choose a new password',
    lead: 'It counts from the moment you save it, and every session of the account ends. Then you log in with it.',
    submit: 'Save the new password',
    tooOld: (another: ComponentChild): Rich => ['Is the link too old? ', another],
    askAgain: 'Ask for a new one',
    newPassword: 'New password',
  },
  done: {
    title: 'Your password is changed',
    lead: "You've been signed out everywhere. Log in with your new password. If you have a second factor, you still need it.",
    logIn: 'Log in',
  },
  newerCode: 'Enter the code of a newer mail.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly recover: Wording<typeof english>;
  }
}
