import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  use: 'use a recovery code',
  answer: {
    login: { open: "I don't have my phone", submit: 'Use it and log in' },
    verification: { open: 'Use a recovery code', submit: 'Continue with the recovery code' },
    label: 'Recovery code',
    hint: 'One of the codes you saved. Each code works once.',
  },
  section: {
    title: 'Recovery codes',
    left: (left: number, all: number) => `${left} of ${all} left`,
    lead: 'For the day on which your phone is gone: each opens the account once, after your password.',
    since: (at: ComponentChild): Rich => ['Yours are of ', at, '.'],
    few: (left: number) =>
      `${left === 0 ? 'You have none left.' : 'You have few left.'} Get new ones while you can still log in.`,
    getFirst: 'Get recovery codes',
    getNew: 'Get ten new ones',
  },
  page: {
    title: 'Your recovery codes',
    toAccount: 'Your account',
    lead: 'Keep them where you keep what matters, and not on the phone that they are for. They are shown this once.',
    whose: (site: string, username: ComponentChild): Rich => [site, ', account ', username],
    /** `date` is ISO 8601, of a day. */
    made: (date: string) =>
      `Made on ${date}. Each is good once, in the place of your second factor. Upper and lower case and the hyphens do not matter.`,
    print: 'Print',
    save: 'Save as a file',
    copy: 'Copy',
    done: 'I have them',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly recoveryCode: Wording<typeof english>;
  }
}
