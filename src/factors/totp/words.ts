import type { ComponentChild } from 'preact';
import { type Rich, utc, type Wording } from '../../kit/words/index.ts';

export const english = {
  called: 'authenticator code',
  thing: 'an authenticator app',
  incorrect:
    'Incorrect code. Enter the newest code from your authenticator app. If it fails again, turn on automatic time on your phone.',
  notDigits:
    'Incorrect code. Enter the 6 digits that your authenticator app shows now. For a recovery code, choose "I don\'t have my phone".',
  whenIncorrect: "Check that it's the entry for this site and this account in the app.",
  whenRefused: {
    'already-used': ['Each code works once. Wait for the next one.'],
    malformed: [
      'Enter the 6 digits that the app shows. A recovery code has a place of its own: "I don\'t have my phone" on the page, or /recovery-code in the API.',
    ],
    'outside-window': ['Turn on automatic time on the phone, then enter the newest code.'],
    'unreadable-key': ["The server's secret key was changed, and only the old one can read it."],
    'not-set-up': ['Use another factor or a recovery code.'],
  },
  /** For an operator. */
  explained: {
    notDigits: "what was entered isn't the 6 digits of an authenticator code",
    /** `entry` is what the app calls it. */
    newest: (entry: string, addedAt: number) =>
      `Enter the newest code of the entry "${entry}", added on ${utc(addedAt)}. Entries from before that, of other accounts and of other sites don't work.`,
    noSuchEntry: 'If the app has no such entry, use a recovery code and set the app up again.',
    usedBefore: (at: number) =>
      `A code was accepted on ${utc(at)}. It works once, and earlier ones don't work after it. Wait for the next one.`,
  },
  lead: 'Use any authenticator app, or a password manager that supports one-time codes.',
  notices: {
    added: "Authenticator app added. You'll enter its code when you sign in.",
    left: 'Setup canceled.',
    removed: 'Authenticator app removed.',
    first: 'Authenticator app added. Save your recovery codes before you continue.',
  },
  section: {
    title: 'Authenticator app',
    on: 'On',
    invitation:
      "Get a new code from an app on your phone every 30 seconds, so a stolen password isn't enough.",
    setUp: 'Set up an app',
    inForce: (since: ComponentChild): Rich => ['Your second step when you sign in. Added ', since, '.'],
  },
  remove: {
    open: 'Remove',
    warning:
      "Codes from the app will stop working. If it's your only second step, your recovery codes are removed too, and your first step will be enough to sign in.",
    submit: 'Remove the app',
  },
  setUp: {
    scan: 'Scan this QR code with the app',
    /** Heard in the place of the QR code. */
    qrCode: 'QR code to scan with an authenticator app',
    samePhone: 'On this phone?',
    openApp: 'Open it in the app',
    cannotScan: "Can't scan it? Enter this key in the app:",
    key: "Time-based, 6 digits, 30 seconds, SHA-1. Spaces and capitalization don't matter.",
    type: 'Enter the code that the app shows',
    code: 'Code',
    submit: 'Turn on',
  },
  answer: {
    /** Where a page of an app asks for it. */
    open: 'Use your authenticator app',
    label: 'Code from your authenticator app',
    submit: { login: 'Sign in', verification: 'Continue with the code' },
  },
  codeHint: '6 digits. A new code appears every 30 seconds.',
  noSuch: 'You have no authenticator app.',
  /** `secondsLate` is negative for a clock that is early, 0 for a code of no time; `left` is how many attempts are left. */
  refusedSetUp: (secondsLate: number, left: number) => {
    const clock = `Your phone's clock seems to be ${Math.abs(secondsLate)} seconds ${secondsLate > 0 ? 'slow' : 'fast'}. Turn on automatic time, then enter the next code.`;
    const attempts =
      left === 0
        ? 'That was the last attempt. Start over with a new QR code.'
        : left === 1
          ? 'You have 1 more attempt.'
          : `You have ${left} more attempts.`;
    return `${secondsLate === 0 ? 'Incorrect code.' : clock} ${attempts}`;
  },
  problems: {
    codeRefused: {
      title: 'Incorrect code',
      meaning:
        'The code is incorrect, has expired, or was already used. A code from an authenticator app works once, for less than a minute.',
      remedy: "Enter the next code. If no code works, the phone's clock is off: turn on automatic time.",
    },
    totpExists: {
      title: 'Authenticator app already set up',
      meaning: 'An account can have one authenticator app, and this account already has one.',
      remedy: 'Remove the current one first (DELETE /api/me/totp), then start over.',
      onPage: 'Remove the authenticator app you have first, then set up the new one.',
    },
    totpNotBegun: {
      title: 'No authenticator app is being set up',
      meaning:
        "There's no setup to confirm: it wasn't started in this session or sign-in, took more than an hour, had five incorrect codes, or is already confirmed.",
      remedy:
        'Start over (POST /api/me/totp; during a login, `next` in this answer has the new key) and scan the new QR code. The old one no longer works.',
      onPage: 'Start over on your account page and scan the new QR code.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly totp: Wording<typeof english>;
  }
}
