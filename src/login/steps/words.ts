import type { ComponentChild } from 'preact';
import { durationInWords } from '../../kit/duration.ts';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  notYou: (startOver: ComponentChild): Rich => ['Not you? ', startOver],
  startOver: 'Start over',
  account: (username: ComponentChild): Rich => ['Account ', username],
  secondFactor: {
    title: 'Two-step verification',
    heading: 'One more step',
    lead: 'Confirm your second step to sign in.',
  },
  addSecondFactor: {
    title: 'Set up two-step verification',
    lead: "This account needs a second step, so that a stolen password isn't enough. You'll use it every time you sign in.",
    /** Before each factor but the first. */
    or: (thing: string) => `Or ${thing}`,
  },
  newPassword: {
    title: 'Choose a new password',
    lead: 'Your password is too easy to guess. Choose a new one to sign in.',
    password: 'New password',
    submit: 'Save and sign in',
  },
  verifyEmail: {
    title: 'Verify your email',
    heading: 'Verify your email',
    verified: 'Email verified',
    leadVerified: 'Continue to sign in.',
    leadAsks: "Enter your email address. We'll send you a link to verify it.",
    /** Where a page of an app asks, which can't know when the link was opened. */
    leadElsewhere: 'Open the link in the email, then continue.',
    lead: 'Open the link in the email. This page continues when you have.',
    waiting: "Your email isn't verified yet. Open the link in the newest email first.",
    undelivered: {
      'no-such-address':
        "We couldn't deliver the email: its mail server says that there's no such address. Check the spelling below.",
      'mailbox-full':
        "We couldn't deliver the email: the mailbox is full. Make room in it, then send another one.",
      refused: "We couldn't deliver the email: its mail server refused it. Try another address.",
      'not-yet': "We couldn't send the email yet. We keep trying, so there's nothing you need to do.",
    },
    goesTo: (email: ComponentChild): Rich => ['We sent the email to ', email],
    continueLogin: 'Continue',
    inDevelopment: (mailbox: ComponentChild): Rich => ['In development: ', mailbox],
    readIt: 'open the mailbox',
    yourAddress: 'Your email address',
    noMail: 'No email, or wrong address?',
    email: 'Email address',
    emailHint: "We'll send a new link there. Links to other addresses stop working.",
    send: 'Send link',
  },
  sendCode: {
    instead: 'Email me a code',
    title: 'Sign in with a code',
    lead: "We'll email a code to your account's verified address. You don't need your password.",
    submit: 'Send me a code',
    rather: (logIn: ComponentChild): Rich => ['Use your password instead? ', logIn],
    logIn: 'Sign in',
  },
  emailCode: {
    title: 'Check your email',
    /** `lifetime` in milliseconds. */
    lead: (lifetime: number) =>
      `If the account exists and has a verified email, we sent a code to it. It expires in ${durationInWords(lifetime)} and works only in this browser.`,
    code: 'Code from the email',
    codeHint: '8 digits. You can leave out the space.',
    submit: 'Sign in',
    nothing: (another: ComponentChild): Rich => ['No email after a few minutes? ', another],
    another: 'Send another code',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly loginSteps: Wording<typeof english>;
  }
}
