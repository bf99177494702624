import { isoTime } from '../../../kit/clock.ts';
import { capital, utc } from '../../../kit/words/index.ts';
import type { AccountCounts, PresentHold } from '../../../people/limits/index.ts';
import { english as trails } from '../../../people/trails/index.ts';
import type { ClosedFacts, SignInFacts } from '../facts.ts';
import type { Found } from '../finding.ts';
import { hasGoodHash, type PasswordFault, passwordFault, type Verdict, type Way } from '../verdict.ts';

const unusualWays: Readonly<Record<Exclude<Way, 'password'>, string>> = {
  passkey: 'a passkey',
  identity: 'a connected provider, such as GitHub',
  code: 'a code by email',
  link: 'a link by email, which sets a new password',
};

export const faults: Readonly<Record<PasswordFault, string>> = {
  none: 'the account has no password',
  pepper:
    "the password was hashed with a pepper that isn't configured here (LATCHKEY_PASSWORD_PEPPER), so no password matches",
};

/** What an operator can do about it: by a command, or in the console by the button of this name. */
type Undo = (what: 'unlock' | 'enable' | 'undelete') => string;

const byCommand =
  (username: string): Undo =>
  (what) =>
    `"latchkey accounts ${what} ${username}"`;

const buttons = { unlock: '"Unlock"', enable: '"Enable"', undelete: '"Restore"' } as const;

const inConsole: Undo = (what) => buttons[what];

/** Says a verdict as what follows "Can sign in: yes, ", to whoever reads it in a terminal or in the console. */
export function verdictInWords(facts: SignInFacts, verdict: Verdict, reader?: 'console'): string {
  const undo = reader === 'console' ? inConsole : byCommand(facts.username);
  const because = [...leadOf(facts, verdict, undo), ...holdsInWords(facts, verdict, undo)].join(' ');
  return `${because.charAt(0).toLowerCase()}${because.slice(1)}`;
}

/** By what somebody signs in, or why nothing could be right. None where a hold says it all. */
function leadOf(facts: SignInFacts, { ways, open, holds }: Verdict, undo: Undo): string[] {
  if (facts.obstacle !== undefined) return [facts.obstacle];
  if (facts.closed) {
    const { because, advice } = closedInWords(facts.closed, facts.username, undo);
    return [`${because}.`, ...advice];
  }
  if (open.includes('password') || (open.length === 0 && hasGoodHash(facts) && holds.length === 0)) {
    return ['with the correct password.', ...passwordSteps(facts), ...laterSteps(facts, 'password')];
  }
  const fault = passwordFault(facts);
  const [first] = open;
  const isOnly = first === undefined && ways.every((way) => way === 'password');
  const otherwise = isOnly ? ', and there is no other way to sign in' : '';
  const noPassword = fault === undefined ? [] : [`${capital(faults[fault])}${otherwise}.`];
  return first === undefined
    ? noPassword
    : [`by ${byWays(open)}.`, ...noPassword, ...laterSteps(facts, first)];
}

/** That an admin has disabled or deleted the account, and how to undo it. */
export function closedInWords(
  { state, at, by, until }: ClosedFacts,
  username: string,
  undo = byCommand(username),
): Found {
  const where = by === 'command' ? 'from the command line' : 'by an admin';
  const erased = until === undefined ? '' : ` and will be erased on ${day(until)}`;
  return {
    because: `the account was ${state} ${where} on ${utc(at)}${erased}`,
    advice: [`${undo(state === 'disabled' ? 'enable' : 'undelete')} opens it again.`],
  };
}

const day = (at: number): string => isoTime(at).slice(0, 10);

/** `a passkey or a code by email`. */
function byWays(ways: readonly Way[]): string {
  return trails.either(ways.map((way) => (way === 'password' ? 'the password' : unusualWays[way])));
}

/** What to do where the password is held up; none where no other way is open. */
export const signInBy = (ways: readonly Way[]): string[] =>
  ways.length > 0 ? [`Sign in by ${byWays(ways)}.`] : [];

function passwordSteps({ counts, challengeAfter, password }: SignInFacts): string[] {
  return [
    ...(counts.strangers >= challengeAfter && counts.strangers > 0
      ? [
          `After ${incorrect(counts.strangers, 'password')}, a proof of work is required first, which the page does automatically.`,
        ]
      : []),
    ...(password?.isWeak
      ? [
          'The password is marked as weak: in production, signing in requires a better one unless it follows the rules.',
        ]
      : []),
  ];
}

/** What a login goes on with after its first proof. */
function laterSteps(
  { secondFactor, mustAddSecondFactor, mustVerifyEmail }: SignInFacts,
  first: Way,
): string[] {
  return [
    ...(secondFactor !== 'none' && first !== 'passkey' ? ['The second factor is required after it.'] : []),
    ...(mustAddSecondFactor ? ['A second factor must be added after it.'] : []),
    ...(mustVerifyEmail ? ['An email address must be verified before the session starts.'] : []),
  ];
}

/** What holds up sign-ins now, each in sentences that end with what helps. */
export function holdsInWords(
  facts: SignInFacts,
  { holds }: Pick<Verdict, 'holds'>,
  undo = byCommand(facts.username),
): string[] {
  const { now, codesFullUntil, codeByEmail } = facts;
  return [
    ...holds.map((hold) => holdInWords(hold, facts, undo)),
    ...(codeByEmail && codesFullUntil !== undefined
      ? [
          `No sign-in codes are sent for another ${waitUntil(codesFullUntil, now)}, unless a browser that the account knows asks for one, or the request has a proof of work.`,
        ]
      : []),
  ];
}

function holdInWords(
  { of, by, failures, until, isFull }: PresentHold,
  { now, secondFactor }: Pick<SignInFacts, 'now' | 'secondFactor'>,
  undo: Undo,
): string {
  const unlock = undo('unlock');
  if (of === 'password' && by === 'strangers') {
    const held = isFull
      ? `Password sign-in is turned off after ${incorrect(failures, 'password')}. ${unlock} turns it on again.`
      : `After ${incorrect(failures, 'password')}, sign-in must wait ${waitUntil(until, now)} more, until ${isoTime(until).slice(0, 19).replace('T', ' ')} UTC. ${unlock} ends it.`;
    return `${held} Browsers that have signed in before aren't affected.`;
  }
  const [these, others] = by === 'known' ? [known, unknown] : [unknown, known];
  const guessed = incorrect(failures, of);
  if (!isFull) {
    const more = `${waitUntil(until, now)} more`;
    return `After ${guessed}, browsers that the account ${these} must wait ${more}. Browsers that it ${others} don't. ${unlock} ends it.`;
  }
  const off = of === 'code' ? 'codes are turned off' : 'password sign-in is turned off';
  const also = of === 'code' && secondFactor === 'any' ? ' A passkey or a recovery code still works.' : '';
  return `After ${guessed}, ${off} for browsers that the account ${these}, but not for those that it ${others}.${also} ${unlock} starts over.`;
}

const known = 'knows';
const unknown = "doesn't know";

export const incorrect = (count: number, what: 'password' | 'code'): string =>
  `${count} incorrect ${count === 1 ? what : `${what}s in a row`}`;

const waitUntil = (until: number, now: number): string => trails.wait(Math.ceil((until - now) / 1000));

/** What a list says beside an account; empty when all is as usual. */
export function notesOn({
  closed,
  password,
  counts,
  now,
}: Pick<SignInFacts, 'password' | 'now'> & {
  readonly closed?: Pick<ClosedFacts, 'state'> | undefined;
  readonly counts: Pick<AccountCounts, 'holds'>;
}): string[] {
  const notes = new Set<string>(closed && [closed.state]);
  if (password === null) notes.add('no password');
  for (const hold of counts.holds) {
    if (hold.of === 'code' || password !== null) notes.add(noteOn(hold, now));
  }
  if (password?.hasItsPepper === false) notes.add('other pepper');
  if (password?.wrapsMd5) notes.add('MD5 inside argon2id');
  if (password?.isWeak) notes.add('weak password');
  return [...notes];
}

function noteOn({ of, by, failures, until, isFull }: PresentHold, now: number): string {
  const where = by === 'known' ? ' in known browsers' : '';
  if (isFull) return `${of === 'code' ? 'codes' : 'password'} turned off${where}`;
  const wait = waitUntil(until, now);
  return of === 'code' ? `codes wait ${wait}${where}` : `waits ${wait} after ${times(failures)}${where}`;
}

export const times = (failures: number): string =>
  `${failures} failed ${failures === 1 ? 'attempt' : 'attempts in a row'}`;
