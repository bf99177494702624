import type { ComponentChild } from 'preact';
import { durationInWords } from '../../kit/duration.ts';
import type { Rich, Wording } from '../../kit/words/index.ts';

/** `kept` in milliseconds. */
const attemptsKept = (kept: number) => `Attempts are kept for ${durationInWords(kept)} (trails.keep).`;

export const english = {
  title: 'What just happened?',
  eyebrow: 'Development',
  lead: 'Every attempt to sign up, sign in, reset a password or confirm an identity, newest first. Open one to see its steps, how long each took, and the rule behind it.',
  /** The line above the list, as a script of the page fills it. */
  live: {
    waiting: 'Live. New attempts appear here.',
    one: '1 update',
    more: (count: string) => `${count} updates`,
    show: 'Show',
  },
  filter: {
    label: 'Filter attempts',
    username: 'Username or email address',
    code: 'Support code',
    filter: 'Filter',
  },
  older: 'Show older attempts',
  newest: 'Back to the newest',
  nothing: {
    title: 'Nothing yet',
    lead: (register: ComponentChild, logIn: ComponentChild): Rich => [
      register,
      ' or ',
      logIn,
      ' in another window or with curl, and the attempt shows up here.',
    ],
    register: 'Sign up',
    logIn: 'sign in',
    noMatch: 'No matching attempts',
    all: 'Show all attempts',
    /** Each with what was looked for, and how long attempts are kept, in milliseconds. */
    why: {
      'no-account': (username: ComponentChild): Rich => [
        'No account has the username or verified email address ',
        username,
        ". An attempt with an unknown username is listed without it, because what was typed isn't recorded.",
      ],
      'none-of-account': (username: ComponentChild, kept: number): Rich => [
        'There are no attempts by ',
        username,
        `. ${attemptsKept(kept)}`,
      ],
      'none-like-this': (_: ComponentChild, kept: number): Rich => [
        `No attempt ended this way. ${attemptsKept(kept)}`,
      ],
      'no-code': (code: ComponentChild): Rich => [
        code,
        " isn't a support code. Support codes look like 7K3M-Q2XV-9D4T.",
      ],
      'not-found': (code: ComponentChild, kept: number): Rich => [
        'There is no such attempt: ',
        code,
        `. Check the code, or look for the username. ${attemptsKept(kept)}`,
      ],
    },
  },
  outcomes: { done: 'Done', more: 'Waiting', refused: 'Refused', failed: 'Failed' },
  /** `kind` begins the title. */
  kindOf: (kind: string, username: ComponentChild): Rich => [kind, ' of ', username],
  /** A part of an attempt, counted from 1. */
  request: (number: number) => `Request ${number}`,
  /** Of an attempt with more requests than are shown. */
  earlier: (count: number) =>
    count === 1 ? "1 earlier request isn't shown." : `${count} earlier requests aren't shown.`,
  steps: 'Steps',
  /** Before a step, for screen readers. */
  stepOutcomes: { ok: 'Passed: ', refused: 'Refused: ', info: '' },
  /** Before the rule behind a step, for screen readers. */
  rule: 'The rule: ',
  panel: {
    fine: (attempt: ComponentChild, all: ComponentChild): Rich => [
      'Shown only in development. Attempt ',
      attempt,
      '. ',
      all,
    ],
    all: 'All attempts',
  },
  one: {
    title: (code: string) => `Attempt ${code}`,
    terminal: (command: ComponentChild): Rich => ['In a terminal: ', command, '.'],
    all: (username: ComponentChild): Rich => ['All attempts by ', username],
    notFound: 'Attempt not found',
    /** What a code that is none is called. */
    this: 'This',
  },
  guide: {
    title: 'The steps of a trail',
    lead: 'What each step means, and the rule behind it.',
  },
  stream: 'This is a stream of server-sent events for /dev/trails.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly trailPages: Wording<typeof english>;
  }
}
