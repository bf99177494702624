import type { ComponentChild } from 'preact';
import { durationInWords } from '../../../kit/duration.ts';
import type { Rich } from '../../../kit/words/index.ts';

export const english = {
  lead: (kept: number) =>
    `What people tried to do, newest first: sign in, sign up, reset a password, confirm their identity. Attempts are kept for ${durationInWords(kept)}.`,
  list: 'Attempts',
  filter: {
    label: 'Filter attempts',
    username: 'Username or email',
    code: 'Support code',
    outcome: 'Outcome',
    anyOutcome: 'Any outcome',
    submit: 'Filter',
    clear: 'Clear filters',
  },
  live: {
    waiting: 'Live',
    one: '1 update',
    more: (count: string) => `${count} updates`,
    show: 'Show',
  },
  shown: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
  nothing: {
    title: 'No matching attempts',
    none: 'No attempts yet',
    text: 'As soon as someone tries to sign in, it shows up here.',
  },
  one: {
    facts: 'Summary',
    steps: 'Step by step',
    code: 'Support code',
    account: 'Account',
    nobody: 'Unknown',
    began: 'Started',
    took: 'Took',
    requests: 'Requests',
    address: 'IP address',
    all: (username: ComponentChild): Rich => ['All attempts by ', username],
  },
};
