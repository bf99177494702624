import { onDate } from '../../../kit/words/index.ts';
import type { LinkPurpose } from '../table.ts';
import type { LinkRefusal } from './link-fate.ts';

const another = 'Use the newest email, or request another one.';

const whenUsed: Readonly<Record<LinkPurpose, string>> = {
  'verify-email': "If that was you, the email address is verified, and there's nothing left to do here.",
  recover: 'If that was you, sign in with your new password. Otherwise, request another link.',
};

const whatFor: Readonly<Record<LinkPurpose, string>> = {
  'verify-email': 'This link is for something else, not for verifying an email address.',
  recover: 'This link is for something else, not for resetting a password.',
};

/** Why a link opens nothing, for whoever has its token. */
export function refusedLink({ state, purpose, at = 0 }: LinkRefusal): string {
  switch (state) {
    case 'used':
      return `This link was already used ${onDate(at)}. ${whenUsed[purpose]}`;
    case 'newer-link':
      return `This link was replaced ${onDate(at)}, when an email was requested for another address. ${another}`;
    case 'other-link-used':
      return `This link was replaced by another one, which was used ${onDate(at)}. ${whenUsed[purpose]}`;
    case 'account-changed':
      return `This link stopped working ${onDate(at)}, because the account was changed after it was sent. ${another}`;
    case 'expired':
      return `This link expired ${onDate(at)}. ${another}`;
    case 'other-purpose':
      return `${whatFor[purpose]} Open it from its email instead of pasting it here.`;
    case 'gone':
      return `This link has expired, or its account was deleted. ${another}`;
    case 'cut':
      return "This code isn't complete. Your email program may have cut it: copy the whole code or the whole link.";
    case 'unknown':
      return 'This link has expired, or was already used or replaced. Use the newest one, or request another.';
  }
}
