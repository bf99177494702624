import type { MailKind } from '../../kit/mail/index.ts';
import { factorNames, waitInWords } from './describe.ts';
import type { Finding } from './finding.ts';
import { findingOf, refusals, times } from './findings.ts';
import { holdInWords, type PresentHold } from './holds.ts';
import { type MailNow, mailInWords, utc } from './mail-now.ts';
import type { Trail, TrailKind, TrailPart } from './trail.ts';

/** What the database says of the account now, beside its trails. */
export interface AccountFacts {
  readonly username: string;
  /** Left out beside an attempt that is not the newest. */
  readonly limit?: PresentLimit | undefined;
  /** What else holds up sign-ins now; left out beside an attempt that is not the newest. */
  readonly holds?: readonly PresentHold[] | undefined;
  /** When the password was changed, in Unix milliseconds, if nobody has logged in since. */
  readonly passwordChangedAt?: number | undefined;
}

/** How the account's counter of failures stands now. */
export interface PresentLimit {
  /** Failures in a row that strangers have made. */
  readonly failures: number;
  /** Seconds until the next try may be made; 0 for at once. */
  readonly waitSeconds: number;
  /** Too many failures have switched the password off. */
  readonly isDisabled: boolean;
}

/**
 * Says what is the matter and what to do, from an account's trails (the newest first; of a name that nobody has, that
 * one trail) and from what holds now. The first sentence is the finding, the others say what to do about it.
 * `mail` is where the email is that {@link awaitedMail} names.
 */
export function explain(
  trails: readonly Trail[],
  facts?: AccountFacts,
  mail?: MailNow | undefined,
): readonly string[] {
  const name = facts?.username;
  const [newest] = trails;
  const last = newest?.parts.at(-1);
  if (!newest || !last)
    return [name === undefined ? 'There is no trail.' : `${name} has left no trail.`, ...present(facts)];
  const parts = newest.parts;
  if (isDone(newest)) {
    return [
      success(newest, name),
      ...(last.outcome === 'done' ? [] : [answeredOnceMore]),
      ...weakness(parts),
      ...failuresBefore(trails),
      ...present(facts),
    ];
  }
  const finding = findingIn(last);
  const proved = provedSoFar(parts);
  const because = [...(finding.hidesProofs ? [] : proved), finding.because].join(', ');
  const cannot = last.outcome === 'more' ? waiting[begunAs(newest)] : failing[last.kind];
  const who = name ?? 'Somebody';
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

const findingIn = (last: TrailPart): Finding => findCause(last) ?? unknownCause(last);

/** The last step that can be the matter is. */
function findCause(last: TrailPart): Finding | undefined {
  // A name that nobody has matters more than what is counted for it.
  const nobody = last.steps.find((step) => step.code === 'account-looked-up' && !step.found);
  for (const step of nobody ? [nobody] : last.steps.toReversed()) {
    const finding = findingOf(step, last);
    // The price of the next try is no matter of this one, unless it ended there.
    if (finding && !(step.code === 'proof-of-work' && hasJudged(last))) return finding;
  }
  return undefined;
}

const hasJudged = ({ steps }: TrailPart): boolean =>
  steps.some(({ code }) => code === 'password-verified' || code === 'factor-answered');

function unknownCause({ steps }: TrailPart): Finding {
  const refusal = steps.findLast((step) => step.code === 'refused');
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
    return step.code === 'factor-answered' && step.ok ? [factorNames[step.factor]] : [];
  });
  return [...new Set(right)].map((proof) => `the ${proof} is right`);
}

/** The old password may be what was typed. */
function changed({ steps }: TrailPart, facts: AccountFacts | undefined): string[] {
  const isWrong = steps.some((step) => step.code === 'password-verified' && !step.match);
  if (!isWrong || facts?.passwordChangedAt === undefined) return [];
  const time = utc(facts.passwordChangedAt);
  return [`The password was changed at ${time}, and nobody has logged in since: was it the old one?`];
}

/** What holds now, whatever the last trail says. */
function present(facts: AccountFacts | undefined, finding?: Finding): string[] {
  if (!facts) return [];
  const { username, holds = [] } = facts;
  const isTold = ({ of, by }: PresentHold) =>
    finding?.tellsLimit === 'device'
      ? by === 'known'
      : finding?.tellsLimit === 'codes' && of === 'code' && by === 'strangers';
  const others = holds.filter((hold) => !isTold(hold)).map((hold) => holdInWords(hold, username));
  const isOver = finding?.tellsLimit !== 'account' && facts.holds !== undefined && !holds.some(isTold);
  return [...presentLimit(facts, finding), ...(finding?.tellsLimit && isOver ? [overByNow] : []), ...others];
}

const overByNow = 'That is over by now: the next try can be made at once.';

/** The same of strangers who try passwords. */
function presentLimit({ username, limit }: AccountFacts, finding?: Finding): string[] {
  if (!limit || finding?.tellsLimit === 'device' || finding?.tellsLimit === 'codes') return [];
  const { failures, waitSeconds, isDisabled } = limit;
  if (finding?.tellsLimit) return isDisabled || waitSeconds > 0 ? [] : [overByNow];
  if (isDisabled) {
    return [
      `The password is switched off after ${times(failures)}: "latchkey accounts unlock ${username}" opens it again.`,
    ];
  }
  if (waitSeconds <= 0) return [];
  return [`The next try must wait ${waitInWords(waitSeconds)} more, after ${times(failures)}.`];
}

/** An attempt is done for good, whatever is sent to it afterwards: anybody may do that who knows its name. */
export const isDone = ({ parts }: Trail): boolean => parts.some(({ outcome }) => outcome === 'done');

const answeredOnceMore =
  'Afterwards the finished attempt was answered once more, which was refused and changed nothing.';

function success(trail: Trail, name = 'Somebody'): string {
  return `${name} ${succeeded[begunAs(trail)]}: nothing is the matter.`;
}

/** A registration that stops for a factor or an address goes on as a login, and is the same attempt. */
function begunAs({ parts: [first] }: Trail): TrailKind {
  return first?.kind ?? 'login';
}

function weakness(parts: readonly TrailPart[]): string[] {
  const isWeak = parts.some(({ steps }) => steps.some(({ code }) => code === 'password-weak'));
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
