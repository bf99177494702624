import type { ComponentChild } from 'preact';
import { durationInWords } from '../../kit/duration.ts';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  ask: {
    title: 'Forgot your password?',
    lead: "We'll email a link to your account's verified address so you can reset it.",
    submit: 'Email me a link',
    remembered: (logIn: ComponentChild): Rich => ['Remember it? ', logIn],
    logIn: 'Sign in',
  },
  sent: {
    title: 'Check your email',
    /** `lifetime` in milliseconds. */
    lead: (lifetime: number) =>
      `If the account exists and has a verified email, we sent a link to it. The link expires in ${durationInWords(lifetime)}.`,
    backToLogIn: 'Back to sign in',
    another: 'Send another email',
    nothing:
      "No email after a few minutes? Check your spam folder. We can't email an address that was never verified; in that case, ask the site's admin for help.",
  },
  complete: {
    title: 'Choose a new password',
    lead: 'Resetting your password signs you out everywhere. Then sign in with the new one.',
    submit: 'Reset password',
    tooOld: (another: ComponentChild): Rich => ['Link expired? ', another],
    askAgain: 'Request a new one',
    newPassword: 'New password',
  },
  done: {
    title: 'Password reset',
    lead: "You've been signed out everywhere. Sign in with your new password. If you use two-step verification, you still need your second step.",
    logIn: 'Sign in',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly recover: Wording<typeof english>;
  }
}
