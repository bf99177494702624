import type { ComponentChild } from 'preact';
import { durationInWords } from '../../kit/duration.ts';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  notYou: (startOver: ComponentChild): Rich => ['Not you? ', startOver],
  startOver: 'Start over',
  account: (username: ComponentChild): Rich => ['Account ', username],
  secondFactor: {
    title: 'Your second factor',
    heading: 'One more step',
    lead: 'That was right. Now prove that you have your second factor.',
  },
  addSecondFactor: {
    title: 'Add a second factor',
    lead: 'Besides your password this account needs something that only you have, so that a stolen password alone opens nothing. It is asked for at each login from now on.',
    /** Before each factor but the first. */
    or: (thing: string) => `Or ${thing}`,
  },
  newPassword: {
    title: 'Choose a new password',
    lead: 'Your password was right, but it is too easy to guess for this server. Choose another and you are in.',
    password: 'New password',
    submit: 'Save it and log in',
  },
  verifyEmail: {
    title: 'Confirm your e-mail address',
    heading: 'Confirm your address',
    verified: 'Your address is confirmed',
    leadVerified: 'One step more, and you are logged in.',
    leadAsks: 'This site asks for an e-mail address. A link is sent there to confirm that it is yours.',
    lead: 'Open the link in the mail, come back here, and go on.',
    waiting: 'The address is not confirmed yet. Open the link in the newest mail first.',
    goesTo: (email: ComponentChild): Rich => ['The mail goes to ', email],
    continueLogin: 'Go on',
    inDevelopment: (mailbox: ComponentChild): Rich => ['In development: ', mailbox],
    readIt: 'read it in the mailbox',
    yourAddress: 'Your address',
    noMail: 'No mail, or the wrong address?',
    email: 'E-mail address',
    emailHint: 'A new link is sent there, and an older one is dead from then on.',
    send: 'Send the link',
  },
  sendCode: {
    instead: 'Send me a code instead',
    title: 'Log in by a code',
    lead: 'We send it to the confirmed address of your account. With it you log in without your password.',
    submit: 'Send me a code',
    rather: (logIn: ComponentChild): Rich => ['Rather with your password? ', logIn],
    logIn: 'Log in',
  },
  emailCode: {
    title: 'Look into your mail',
    /** `lifetime` in milliseconds. */
    lead: (lifetime: number) =>
      `If there is an account of this name with a confirmed address, a code is on its way to it. It is good for ${durationInWords(lifetime)}, and in this browser alone.`,
    code: 'Code from the mail',
    codeHint: '8 digits. You can leave out the space.',
    submit: 'Log in',
    nothing: (another: ComponentChild): Rich => ['Nothing there after a few minutes? ', another],
    another: 'Send another code',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly loginSteps: Wording<typeof english>;
  }
}
