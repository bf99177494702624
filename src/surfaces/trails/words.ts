import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'What just happened?',
  eyebrow: 'Development',
  lead: 'Every attempt to sign up, sign in, reset a password or confirm an identity, newest first, with its steps, how long each took, and the rule behind it.',
  live: 'Live: new attempts appear here.',
  nothing: {
    title: 'Nothing yet',
    lead: (register: ComponentChild, logIn: ComponentChild): Rich => [
      register,
      ' or ',
      logIn,
      ' in another window or with curl, and the attempt appears here.',
    ],
    register: 'Sign up',
    logIn: 'sign in',
  },
  outcomes: { done: 'Done', more: 'Waiting', refused: 'Refused', failed: 'Failed' },
  /** `kind` begins the title. */
  kindOf: (kind: string, username: ComponentChild): Rich => [kind, ' of ', username],
  /** A part of an attempt, counted from 1. */
  request: (number: number) => `Request ${number}`,
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
