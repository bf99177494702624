import { holdInWords, type PresentHold } from '../people/trails/index.ts';
import { timeText, waitText } from './accounts-text.ts';

/** What decides whether somebody can log in with the right password. */
export interface LoginFacts {
  readonly username: string;
  readonly hasPassword: boolean;
  readonly hasItsPepper: boolean;
  readonly isWeak: boolean;
  readonly wrapsMd5: boolean;
  /** Wrong guesses of strangers in a row. */
  readonly failures: number;
  readonly blockedUntil: number;
  readonly limits: { readonly challengeAfter: number; readonly disableAfter: number };
  readonly now: number;
}

export interface Verdict {
  readonly canLogIn: 'yes' | 'later' | 'no';
  readonly because: string;
}

/**
 * Answers an operator's "why can't they log in?", as a trail does; `after` is what a login goes on with after the
 * password, and `holds` what holds up sign-ins but for wrong passwords of strangers.
 */
export function loginVerdict(
  facts: LoginFacts,
  after: readonly string[] = [],
  holds: readonly PresentHold[] = [],
): Verdict {
  const verdict = passwordVerdict(facts, after);
  if (!facts.hasPassword || !facts.hasItsPepper || holds.length === 0) return verdict;
  const because = [verdict.because, ...holds.map((hold) => holdInWords(hold, facts.username))].join(' ');
  const isFull = verdict.canLogIn === 'no' || holds.some((hold) => hold.isFull);
  return { canLogIn: isFull ? 'no' : 'later', because };
}

function passwordVerdict(facts: LoginFacts, after: readonly string[]): Verdict {
  const { username, failures, blockedUntil, limits, now } = facts;
  const guesses = `${failures} wrong ${failures === 1 ? 'password' : 'passwords in a row'}`;
  const unlock = `"latchkey accounts unlock ${username}"`;
  if (!facts.hasPassword) return { canLogIn: 'no', because: 'the account has no password.' };
  if (!facts.hasItsPepper) {
    const because =
      'the hash has a pepper that is not configured here (LATCHKEY_PASSWORD_PEPPER), so no password fits.';
    return { canLogIn: 'no', because };
  }
  if (failures >= limits.disableAfter) {
    const because = `the password is locked after ${guesses}. ${unlock} opens it again. Browsers that were logged in before are not held up.`;
    return { canLogIn: 'no', because };
  }
  if (blockedUntil > now) {
    const because = `${guesses} bring a wait: ${waitText(blockedUntil - now)} more, until ${timeText(blockedUntil)}. ${unlock} ends it. Browsers that were logged in before are not held up.`;
    return { canLogIn: 'later', because };
  }
  const steps = [
    ...(failures >= limits.challengeAfter && failures > 0
      ? [`after ${guesses} a proof of work is asked first, which the page does by itself`]
      : []),
    ...(facts.isWeak
      ? ['it is marked as weak: in production the login asks for a better one, unless it keeps the rules']
      : []),
    ...after,
  ];
  const because = ['with the right password', ...steps].join('; ');
  return { canLogIn: 'yes', because: `${because}.` };
}

/** What a list says beside an account; empty when all is as usual. */
export function notesOn(facts: LoginFacts): string[] {
  const { failures, blockedUntil, limits, now } = facts;
  const notes: string[] = [];
  if (!facts.hasPassword) notes.push('no password');
  if (failures >= limits.disableAfter) notes.push('password locked');
  else if (blockedUntil > now) notes.push(`waits ${waitText(blockedUntil - now)} after ${failures} failures`);
  if (facts.hasPassword && !facts.hasItsPepper) notes.push('other pepper');
  if (facts.wrapsMd5) notes.push('MD5 inside argon2id');
  if (facts.isWeak) notes.push('weak password');
  return notes;
}
