import type { ComponentChild } from 'preact';
import { quoted, type Rich, type Wording } from '../../kit/words/index.ts';
import type { Need } from './need.ts';
import { needed } from './need-words.ts';

export const english = {
  title: "Confirm it's you",
  lead: 'Confirm your identity to continue.',
  needed,
  noWay: "This account has no way to confirm that. Ask the site's admin for help.",
  password: { field: 'Password', submit: 'Continue' },
  byEmail: {
    code: 'Code from your email',
    codeHint: (email: ComponentChild): Rich => ['8 digits. We sent it to ', email, '.'],
    submit: 'Continue with the code',
    goesTo: (email: ComponentChild): Rich => ["We'll send a code to ", email, '.'],
    send: 'Email me a code',
    sendAnother: 'Email me another code',
  },
  back: 'Back to my account',
  notices: {
    'half-done': 'Your password is correct. Now confirm your second factor to continue.',
    sent: 'We sent you a code. It works for ten minutes.',
  },
  nothingToConfirmWith:
    "This account has nothing to confirm your identity with. Ask the site's admin for help.",
  /** `needs` 2: with a second factor. */
  confirmFirst: (need: Pick<Need, 'needs' | 'by' | 'seconds'>) =>
    `${needed(need)} Confirm your identity${need.needs === 2 ? ' with your second factor' : ''}, then try again: POST /api/reauthenticate with one of \`next\`.`,
  notByEmail: "This account doesn't confirm your identity with a code by email.",
  noSuchFactor: (factor: string) => `There is no factor ${quoted(factor)}.`,
  codeOver: 'Incorrect or expired code. Request a new one.',
  enterCode: 'Enter the code.',
  useAForm: 'Use one of the forms below to confirm your identity.',
  problems: {
    proofRequired: {
      title: 'Confirm your identity first',
      meaning:
        "This change is sensitive, and this session hasn't confirmed your identity in the last ten minutes. If the account has two-step verification, the password alone isn't enough: someone who has your session and your password could otherwise take the account over.",
      remedy:
        'Send one of the factors in `next` to POST /api/reauthenticate, then repeat the request. `needs` is 2 if the account has a second factor, else 1.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly prove: Wording<typeof english>;
  }
}
