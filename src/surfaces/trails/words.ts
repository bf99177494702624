import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'What just happened?',
  eyebrow: 'Development',
  lead: 'Each attempt to register, log in, recover or prove, the newest first: its steps, how long each took, and the rule behind it.',
  live: 'Live: new attempts appear by themselves.',
  nothing: {
    title: 'Nothing yet',
    lead: (register: ComponentChild, logIn: ComponentChild): Rich => [
      register,
      ' or ',
      logIn,
      ', in another window or with curl, and it appears here.',
    ],
    register: 'Register',
    logIn: 'log in',
  },
  outcomes: { done: 'Done', more: 'Waits', refused: 'Refused', failed: 'Failed' },
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
      'Shown in development alone, as attempt ',
      attempt,
      '. ',
      all,
    ],
    all: 'All attempts',
  },
  guide: {
    title: 'The steps of a trail',
    lead: 'What each step means, and which rule is behind it.',
  },
  stream: 'This is a stream of server-sent events for /dev/trails.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly trailPages: Wording<typeof english>;
  }
}
