import type { MailKind } from '../../kit/mail/index.ts';
import { factorWords } from '../../people/factor-names.ts';
import { isDone, type Step, type Trail, type TrailKind, type TrailPart } from '../../people/trails/index.ts';
import type { SignInFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { findingOf, noPassword, refusals } from './findings.ts';
import { type MailNow, mailInWords, utc } from './mail-now.ts';
import { judge } from './verdict.ts';
import { holdsInWords, passwordFinding } from './words.ts';

/** What is known beside an account's trails. */
export interface Known {
  /** Left out where the name that was tried belongs to nobody. */
  readonly username?: string | undefined;
  /** How things stand now; left out beside an attempt that is not the newest. */
  readonly facts?: SignInFacts | undefined;
  /** Where the email is that {@link awaitedMail} names. */
  readonly mail?: MailNow | undefined;
}

/**
 * Says what is the matter and what to do, from an account's trails (the newest first; of a name that nobody has, that
 * one trail) and from what holds now. The first sentence is the finding, the others say what to do about it.
 */
export function explain(trails: readonly Trail[], { username, facts, mail }: Known = {}): readonly string[] {
  const [newest] = trails;
  const last = newest?.parts.at(-1);
  if (!newest || !last) {
    const nothing = username === undefined ? 'There is no trail.' : `${username} has left no trail.`;
    return [nothing, ...present(facts)];
  }
  const parts = newest.parts;
  if (isDone(newest)) {
    return [
      success(newest, username),
      ...(last.outcome === 'done' ? [] : [answeredOnceMore]),
      ...weakness(parts, facts),
      ...failuresBefore(trails),
      ...present(facts),
    ];
  }
  const finding = findingIn(last, facts);
  const proved = provedSoFar(parts);
  const because = [...(finding.hidesProofs ? [] : proved), finding.because].join(', ');
  const cannot = last.outcome === 'more' ? waiting[begunAs(newest)] : failing[last.kind];
  const who = username ?? 'Somebody';
  return [
    `${who} ${cannot}: ${because}.`,
    ...finding.advice,
    ...(finding.awaits ? mailInWords(mail) : []),
    ...changed(last, facts),
    ...present(facts, finding),
  ];
}

const failing: Readonly<Record<TrailKind, string>> = {
  register: 'cannot register',
  login: 'cannot log in',
  recover: 'cannot recover the account',
  prove: 'cannot renew the proof',
  'verify-email': 'cannot confirm the mail address',
};

const waiting: Readonly<Record<TrailKind, string>> = {
  register: 'has not finished registering',
  login: 'has not finished logging in',
  recover: 'has not finished recovering the account',
  prove: 'has not finished renewing the proof',
  'verify-email': 'has not finished confirming the mail address',
};

const succeeded: Readonly<Record<TrailKind, string>> = {
  register: 'has registered',
  login: 'has logged in',
  recover: 'has recovered the account',
  prove: 'has renewed the proof',
  'verify-email': 'has confirmed the mail address',
};

/** What the newest email that somebody waits for at the end of this trail may be; undefined when nobody does. */
export function awaitedMail(trail: Trail): readonly MailKind[] | undefined {
  const last = trail.parts.at(-1);
  return last && !isDone(trail) ? findingIn(last).awaits : undefined;
}

const findingIn = (last: TrailPart, facts?: SignInFacts): Finding =>
  findCause(last, facts) ?? unknownCause(last, facts);

/** The last step that can be the matter is. */
function findCause(last: TrailPart, facts: SignInFacts | undefined): Finding | undefined {
  // A name that nobody has matters more than what is counted for it.
  const nobody = last.steps.find((step) => step.code === 'account-looked-up' && !step.found);
  for (const step of nobody ? [nobody] : last.steps.toReversed()) {
    const finding = findingOf(step, last, facts);
    // The price of the next try is no matter of this one, unless it ended there.
    if (finding && !(step.code === 'proof-of-work' && hasJudged(last))) return finding;
  }
  return undefined;
}

const hasJudged = ({ steps }: TrailPart): boolean => steps.some(isJudged);

const isJudged = ({ code }: Step): boolean => code === 'password-verified' || code === 'factor-answered';

function unknownCause({ steps }: TrailPart, facts: SignInFacts | undefined): Finding {
  const refusal = steps.findLast((step) => step.code === 'refused');
  // What is typed is checked against nothing then, and no step tells of it.
  const hadNone = steps.some(({ code }) => code === 'account-looked-up') && !steps.some(isJudged);
  if (refusal?.problem === 'invalid-credentials' && hadNone) return noPassword(facts);
  const known = refusal && refusals[refusal.problem];
  if (known) return known;
  if (!refusal) return { because: 'it was broken off', advice: ['Try again.'] };
  return {
    because: `it was refused (${refusal.problem})`,
    advice: [`/problems/${refusal.problem} says what that means.`],
  };
}

/** `the password is right`, for each proof that was given. */
function provedSoFar(parts: readonly TrailPart[]): string[] {
  const steps = parts.flatMap(({ steps: ofPart }) => ofPart);
  const right = steps.flatMap((step) => {
    if (step.code === 'password-verified' && step.match) return ['password'];
    return step.code === 'factor-answered' && step.ok ? [factorWords[step.factor]] : [];
  });
  return [...new Set(right)].map((proof) => `the ${proof} is right`);
}

/** The old password may be what was typed. */
function changed({ steps }: TrailPart, facts: SignInFacts | undefined): string[] {
  const isWrong = steps.some((step) => step.code === 'password-verified' && !step.match);
  if (!isWrong || facts?.passwordChangedAt === undefined) return [];
  const time = utc(facts.passwordChangedAt);
  return [`The password was changed at ${time}, and nobody has logged in since: was it the old one?`];
}

/** What holds now, whatever the last trail says; and whether what it says is over. */
function present(facts: SignInFacts | undefined, finding?: Finding): string[] {
  if (!facts) return [];
  const { because, tells, stands } = finding ?? {};
  const isOver = (tells && !facts.counts.holds.some(tells)) || stands?.(facts) === false;
  const verdict = judge(facts);
  const fault = verdict.canSignIn === 'yes' ? undefined : passwordFinding(facts);
  return [
    ...(isOver ? [overByNow] : []),
    ...(facts.obstacle === undefined ? [] : [facts.obstacle]),
    ...(fault && fault.because !== because ? [sentenceOf(fault.because), ...fault.advice] : []),
    ...holdsInWords(facts, { holds: verdict.holds.filter((hold) => !tells?.(hold)) }),
  ];
}

const sentenceOf = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;

const overByNow = 'That is over by now: the next try can be made at once.';

const answeredOnceMore =
  'Afterwards the finished attempt was answered once more, which was refused and changed nothing.';

function success(trail: Trail, name = 'Somebody'): string {
  return `${name} ${succeeded[begunAs(trail)]}: nothing is the matter.`;
}

/** A registration that stops for a factor or an address goes on as a login, and is the same attempt. */
function begunAs({ parts: [first] }: Trail): TrailKind {
  return first?.kind ?? 'login';
}

function weakness(parts: readonly TrailPart[], facts: SignInFacts | undefined): string[] {
  const wasWeak = parts.some(({ steps }) => steps.some(({ code }) => code === 'password-weak'));
  const isWeak = wasWeak && (facts === undefined || facts.password?.isWeak === true);
  return isWeak ? ['The password is weak: in production a new one must be chosen at the login.'] : [];
}

/** How many attempts in a row came to nothing before the one that succeeded. */
function failuresBefore([, ...earlier]: readonly Trail[]): string[] {
  const first = earlier.findIndex(isDone);
  const failed = first === -1 ? earlier.length : first;
  return failed === 0
    ? []
    : [`Before that, ${failed === 1 ? 'one attempt' : `${failed} attempts`} did not succeed.`];
}
