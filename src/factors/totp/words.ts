import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  lead: 'Any app for one-time codes does, and so do most password managers.',
  notices: {
    added: 'Your authenticator app is in force: its code is asked for at each login.',
    left: 'No authenticator app was set up.',
    removed: 'The authenticator app is removed.',
    first: 'Your authenticator app is in force. One thing is left: keep these codes.',
  },
  section: {
    title: 'Authenticator app',
    on: 'On',
    invitation:
      'An app on your phone shows a new code every half minute. With it, a stolen password alone opens nothing.',
    setUp: 'Set up an app',
    inForce: (since: ComponentChild): Rich => [
      'We ask for its code after your password. On since ',
      since,
      '.',
    ],
  },
  remove: {
    open: 'I want to remove it',
    warning:
      'The codes of the app are worth nothing then. If it is your last second factor, your recovery codes go with it, and your password alone opens the account.',
    submit: 'Remove the app',
  },
  setUp: {
    scan: 'Scan this code with the app',
    /** Heard in the place of the QR code. */
    qrCode: 'QR code to scan with an authenticator app',
    samePhone: 'On this very phone?',
    openApp: 'Open it in the app',
    cannotScan: 'The app cannot scan? Type this key into it:',
    key: 'Time based, 6 digits, 30 seconds, SHA-1. Spaces and capitals do not matter.',
    type: 'Type the code that it shows',
    code: 'Code',
    submit: 'Turn it on',
  },
  answer: {
    label: 'Code from your authenticator app',
    submit: { login: 'Log in', verification: 'Continue with the code' },
  },
  codeHint: '6 digits. A new code appears every 30 seconds.',
  noSuch: 'You have no authenticator app here.',
  /** `secondsLate` is negative for a clock that is early, 0 for a code of no time; `left` is how many tries there are. */
  refusedSetUp: (secondsLate: number, left: number) => {
    const clock = `The clock of your phone seems to be ${Math.abs(secondsLate)} seconds ${secondsLate > 0 ? 'late' : 'early'}: have it set the time by itself, then type the next code.`;
    const tries =
      left === 0
        ? 'That was the last try: begin again, with a new QR code.'
        : left === 1
          ? 'You have one more try.'
          : `You have ${left} more tries.`;
    return `${secondsLate === 0 ? 'This is not the code that the app shows now.' : clock} ${tries}`;
  },
  problems: {
    codeRefused: {
      title: 'This code is not accepted',
      meaning:
        'The code is wrong, too old, or was used before. A code of an authenticator app is accepted once and for less than a minute.',
      remedy:
        'Wait for the next code and type that. If none is ever accepted, the clock of the phone is wrong: have it set the time by itself.',
    },
    totpExists: {
      title: 'There is an authenticator app already',
      meaning: 'An account has one authenticator app, and this one has been set up before.',
      remedy: 'Remove the old one first (DELETE /api/me/totp), then begin again.',
      onPage: 'Remove the authenticator app you have first, then set up the new one.',
    },
    totpNotBegun: {
      title: 'No authenticator app is being set up',
      meaning:
        'Nothing waits to be confirmed: it was not begun in this session or login, took longer than an hour, had five wrong codes, or is confirmed already.',
      remedy:
        'Begin again (POST /api/me/totp; in a login, `next` of this answer has the new key) and scan the new QR code; the old one is worth nothing.',
      onPage: 'Start over on your account page and scan the new QR code.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly totp: Wording<typeof english>;
  }
}
