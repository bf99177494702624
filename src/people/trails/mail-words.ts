import { utc } from '../../kit/words/index.ts';
import type { StepWith } from './steps.ts';

type Refused = StepWith<'link-refused'>;

const whatFor: Readonly<Record<Refused['purpose'], string>> = {
  'verify-email': 'to verify the email address',
  recover: 'to reset the password',
};

/** What became of a link, as what follows "the link to reset the password". `when` is `at 2030-01-01 14:03 UTC`. */
const linkStates: Readonly<Record<Refused['state'], (when: string) => string>> = {
  used: (when) => `was already used${when}`,
  'newer-link': (when) => `was replaced${when}, when an email was requested for another address`,
  'other-link-used': (when) => `was replaced by another link, which was used${when}`,
  'account-changed': (when) => `was ended${when} by a change to the account`,
  expired: (when) => `expired${when}`,
  'other-purpose': () => 'is the link of another email, which is for something else',
  gone: () => 'expired days ago, or its account was deleted',
  cut: () => "isn't complete: a part of the code is missing",
  unknown: () => "isn't one that this server has sent",
};

/** ` at 2030-01-01 14:03 UTC`, with a space before it; empty where it isn't known. */
function atTime(at: number | undefined): string {
  return at === undefined ? '' : ` at ${utc(at)}`;
}

/** `the link to reset the password was already used at 2030-01-01 14:03 UTC`. */
export function linkRefused({ purpose, state, at }: Refused): string {
  return `the link ${whatFor[purpose]} ${linkStates[state](atTime(at))}`;
}

export const mailExplanations = {
  'link-refused': {
    title: 'Link refused',
    rule: 'A link from an email works once, until it expires or a newer one replaces it.',
    why: 'The server remembers a link for a week after it expires, so this step can say what happened to it, and when. Opening a link does not use it up; the button on the page does. So mail scanners that open links change nothing. To get a new link, request a new email.',
  },
} as const;
