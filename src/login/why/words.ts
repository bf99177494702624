import { isoTime } from '../../kit/clock.ts';
import type { AccountCounts, PresentHold } from '../../people/limits/index.ts';
import { either, waitInWords } from '../../people/trails/index.ts';
import type { PasswordFacts, SignInFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { hasGoodHash, judge, type Verdict, type Way } from './verdict.ts';

const unusualWays: Readonly<Record<Exclude<Way, 'password'>, string>> = {
  passkey: 'a passkey',
  code: 'a code by email',
  link: 'a link by email, which sets a new password',
};

/** Says a verdict as what follows "Can log in: yes, ". */
export function verdictInWords(facts: SignInFacts, verdict: Verdict): string {
  const because = [...leadOf(facts, verdict), ...holdsInWords(facts, verdict)].join(' ');
  return `${because.charAt(0).toLowerCase()}${because.slice(1)}`;
}

/** By what somebody signs in, or why nothing could be right. None where a hold says it all. */
function leadOf(facts: SignInFacts, { ways, open, holds }: Verdict): string[] {
  if (facts.obstacle !== undefined) return [facts.obstacle];
  const isHeld = holds.some(({ of, by }) => of === 'password' && by === 'strangers');
  if (open.includes('password') || (open.length === 0 && hasGoodHash(facts) && !isHeld)) {
    const steps = [...passwordSteps(facts), ...laterSteps(facts, 'password')];
    return [`${['with the right password', ...steps].join('; ')}.`];
  }
  const noPassword = passwordFault(facts.password);
  const [first] = open;
  if (first !== undefined) {
    return [`${[`by ${waysInWords(open)}`, ...noPassword, ...laterSteps(facts, first)].join('; ')}.`];
  }
  const isOnly = ways.every((way) => way === 'password');
  return noPassword.map((fault) =>
    isOnly ? `${fault}, and there is no other way to sign in.` : `${fault}.`,
  );
}

/** `a passkey or a code by email`. */
function waysInWords(ways: readonly Way[]): string {
  return either(ways.map((way) => (way === 'password' ? 'the password' : unusualWays[way])));
}

/** Why no password could be right, as a part of a sentence; none where one could. */
function passwordFault(password: PasswordFacts | null): string[] {
  if (password === null) return ['the account has no password'];
  if (password.hasItsPepper) return [];
  return [
    'the hash has a pepper that is not configured here (LATCHKEY_PASSWORD_PEPPER), so no password fits',
  ];
}

/** The same with what helps, for whoever has typed one; undefined where one could be right. */
export function passwordFinding(facts: SignInFacts): Finding | undefined {
  const [because] = passwordFault(facts.password);
  if (because === undefined) return undefined;
  const ways = judge(facts).ways.filter((way) => way !== 'password');
  return { because, advice: ways.length > 0 ? signInBy(ways) : ['There is no other way to sign in.'] };
}

/** What to do where the password is held up; none where no other way is open. */
export const signInBy = (ways: readonly Way[]): string[] =>
  ways.length > 0 ? [`Sign in by ${waysInWords(ways)}.`] : [];

function passwordSteps({ counts, challengeAfter, password }: SignInFacts): string[] {
  return [
    ...(counts.strangers >= challengeAfter && counts.strangers > 0
      ? [`after ${guesses(counts.strangers)} a proof of work is asked first, which the page does by itself`]
      : []),
    ...(password?.isWeak
      ? ['it is marked as weak: in production the login asks for a better one, unless it keeps the rules']
      : []),
  ];
}

/** What a login goes on with after its first proof. */
function laterSteps(
  { secondFactor, mustAddSecondFactor, mustVerifyEmail }: SignInFacts,
  first: Way,
): string[] {
  return [
    ...(secondFactor !== 'none' && first !== 'passkey' ? ['the second factor is asked after it'] : []),
    ...(mustAddSecondFactor ? ['a second factor must be added after it'] : []),
    ...(mustVerifyEmail ? ['an e-mail address must be confirmed before there is a session'] : []),
  ];
}

/** What holds up sign-ins now, each in sentences that end with what helps. */
export function holdsInWords(
  { username, now, codesFullUntil, codeByEmail }: SignInFacts,
  { holds }: Pick<Verdict, 'holds'>,
): string[] {
  return [
    ...holds.map((hold) => holdInWords(hold, { username, now })),
    ...(codeByEmail && codesFullUntil !== undefined
      ? [
          `No more sign-in codes are sent for another ${waitUntil(codesFullUntil, now)}, unless a browser that the account knows asks for one, or a proof of work comes along.`,
        ]
      : []),
  ];
}

function holdInWords(
  { of, by, failures, until, isFull }: PresentHold,
  { username, now }: Pick<SignInFacts, 'username' | 'now'>,
): string {
  const unlock = `"latchkey accounts unlock ${username}"`;
  if (of === 'password' && by === 'strangers') {
    const held = isFull
      ? `The password is locked after ${guesses(failures)}. ${unlock} opens it again.`
      : `${guesses(failures)} bring a wait: ${waitUntil(until, now)} more, until ${isoTime(until).slice(0, 19).replace('T', ' ')} UTC. ${unlock} ends it.`;
    return `${held} Browsers that were logged in before are not held up.`;
  }
  const [these, others] = by === 'known' ? [known, unknown] : [unknown, known];
  const what = of === 'code' ? 'incorrect codes' : 'incorrect passwords';
  if (!isFull) {
    const more = `${waitUntil(until, now)} more`;
    return `After ${failures} ${what} in a row, browsers that the account ${these} have to wait ${more}. Browsers that it ${others} don't. ${unlock} ends it.`;
  }
  const off = of === 'code' ? 'codes are turned off' : 'password sign-in is turned off';
  const also = of === 'code' ? ' A passkey or a recovery code still works.' : '';
  return `After ${failures} ${what} in a row, ${off} for browsers that the account ${these}, but not for those that it ${others}.${also} ${unlock} starts over.`;
}

const known = 'knows';
const unknown = "doesn't know";

const guesses = (count: number): string =>
  `${count} wrong ${count === 1 ? 'password' : 'passwords in a row'}`;

const waitUntil = (until: number, now: number): string => waitInWords(Math.ceil((until - now) / 1000));

/** What a list says beside an account; empty when all is as usual. */
export function notesOn({
  password,
  counts,
  now,
}: Pick<SignInFacts, 'password' | 'now'> & { readonly counts: Pick<AccountCounts, 'holds'> }): string[] {
  const notes = new Set<string>();
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
  if (isFull) return `${of === 'code' ? 'codes' : 'password'} locked${where}`;
  const wait = waitUntil(until, now);
  return of === 'code' ? `codes wait ${wait}${where}` : `waits ${wait} after ${failures} failures${where}`;
}
