import type { ComponentChild } from 'preact';
import { type Rich, utc, type Wording } from '../../kit/words/index.ts';

export const english = {
  called: 'recovery code',
  thing: 'recovery codes',
  incorrect: 'Incorrect recovery code. Check it for typos, or use another saved code.',
  notWhole: 'Incorrect recovery code. Check it for typos, and enter one whole code: 24 letters and digits.',
  whenIncorrect: 'Check it for typos, or use another saved code.',
  whenRefused: {
    'already-used': ['Each code works once. Use another one.'],
    malformed: ['Check it for typos, and enter one whole code: 24 letters and digits.'],
    'not-set-up': ['Use another factor.'],
  },
  /** For an operator. */
  explained: {
    current: (madeAt: number, left: number, all: number) =>
      `The current codes were created on ${utc(madeAt)}, and ${left} of ${all} are left. Codes from an older list don't work.`,
    notWhole: "what was entered isn't one whole recovery code (24 letters and digits)",
    usedBefore: (at: number) => `the recovery code was already used on ${utc(at)}`,
    allUsed: (all: number) => `all ${all} recovery codes have been used`,
    getNew: 'Sign in with another factor, and get new ones on the account page.',
  },
  count: (left: number) => `${left} recovery ${left === 1 ? 'code' : 'codes'} left`,
  use: 'use a recovery code',
  answer: {
    login: { open: "I don't have my phone", submit: 'Use code and sign in' },
    verification: { open: 'Use a recovery code', submit: 'Continue with the recovery code' },
    label: 'Recovery code',
    hint: 'One of the codes you saved. Each code works once.',
  },
  section: {
    title: 'Recovery codes',
    left: (left: number, all: number) => `${left} of ${all} left`,
    lead: 'Use one in place of your second step if you lose your phone. Each code works once.',
    since: (at: ComponentChild): Rich => ['Created ', at, '.'],
    few: (left: number) =>
      `${left === 0 ? 'You have none left.' : 'You have only a few left.'} Get new ones while you can still sign in.`,
    getFirst: 'Get recovery codes',
    getNew: 'Get ten new codes',
  },
  page: {
    title: 'Your recovery codes',
    toAccount: 'Your account',
    lead: "Save these codes somewhere safe, but not on your phone. You won't see them again.",
    /** After the name of the site. */
    whose: (username: ComponentChild): Rich => [', account ', username],
    /** `date` is ISO 8601, of a day. */
    made: (date: string) =>
      `Created on ${date}. Each code works once in place of your second step. Capitalization and hyphens don't matter.`,
    print: 'Print',
    save: 'Save as a file',
    copy: 'Copy',
    kept: "I've saved these codes",
    done: 'Done',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly 'recovery-code': Wording<typeof english>;
  }
}
