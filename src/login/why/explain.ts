import { clockTolerance } from '../../kit/db/index.ts';
import type { MailKind } from '../../kit/mail/index.ts';
import type { Words } from '../../kit/words/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { isDone, type Step, type Trail, type TrailKind, type TrailPart } from '../../people/trails/index.ts';
import type { SignInFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { findingOf, findingOfRefusal, noPassword, passwordFinding } from './findings.ts';
import { type LinkNow, type MailNow, mailFault, mailInWords } from './mail-now.ts';
import { type SessionNow, sessionInWords } from './session-now.ts';
import { judge } from './verdict.ts';

/** What is known beside an account's trails. */
export interface Known {
  /** Left out where the name that was tried belongs to nobody. */
  readonly username?: string | undefined;
  /** How things stand now; left out beside an attempt that is not the newest. */
  readonly facts?: SignInFacts | undefined;
  /** Where the email is that {@link awaitedMail} names. */
  readonly mail?: MailNow | undefined;
  /** What became of the session that the newest attempt has opened. */
  readonly session?: SessionNow | undefined;
  /** What became of the link in it. */
  readonly link?: LinkNow | undefined;
}

/**
 * Says what is the matter and what to do, from an account's trails (the newest first; of a name that nobody has, that
 * one trail) and from what holds now. The first sentence is the finding, the others say what to do about it.
 */
export function explain(
  words: Words,
  trails: readonly Trail[],
  { username, facts, mail, link, session }: Known = {},
): readonly string[] {
  const { why } = words;
  const name = username ?? why.nobody;
  const [newest] = trails;
  const last = newest?.parts.at(-1);
  if (!newest || !last) {
    return [why.noTrail(username), ...present(words, facts)];
  }
  const parts = newest.parts;
  if (isDone(newest)) {
    const now = present(words, facts);
    return [
      begunAs(newest) === 'act' ? why.acted(name, operationIn(parts)) : why.succeeded(name, begunAs(newest)),
      ...sessionInWords(words, newest, session),
      ...(last.outcome === 'done' ? [] : [why.answeredOnceMore]),
      ...afterDone(words, last),
      ...(parts.some(hasPasswordInUrl) ? [why.early.passwordInUrl] : []),
      ...(isWeakStill(parts, facts) ? [why.passwordIsWeak] : []),
      ...failuresBefore(words, trails),
      ...toCome(words, last, facts),
      ...now,
      ...(session?.state === 'used' && now.length === 0 ? [why.session.elsewhere] : []),
    ];
  }
  const [finding, ...others] = findingsIn(last, facts);
  const verified = facts?.hasConfirmedAddress ?? false;
  const fault = finding.awaits && mailFault(words, { mail, link, verified });
  const said = finding.said(words);
  const isInstead = fault?.of === 'link' && finding.isOfLink;
  const because = isInstead ? [fault.found.because] : [said.because, ...(fault ? [fault.found.because] : [])];
  const advice = fault ? fault.found.advice : said.advice;
  const isWaiting = last.outcome === 'more';
  const proved = finding.hidesProofs ? [] : provedSoFar(parts).map((proof) => why.proved(proof, words));
  return [
    why.stuck(name, isWaiting ? begunAs(newest) : last.kind, isWaiting, [
      ...proved,
      ...because,
      ...others.map((other) => other.said(words).because),
      ...moreFaults(words, last, 1 + others.length),
    ]),
    ...new Set([...advice, ...others.flatMap((other) => other.said(words).advice)]),
    ...(finding.awaits && !fault ? mailInWords(words, mail) : []),
    ...(hasPasswordInUrl(last) ? [why.early.passwordInUrl] : []),
    ...changed(words, last, facts),
    ...meanwhile(words, facts),
    ...attemptEnd(words, facts),
    ...toCome(words, last, facts),
    ...present(words, facts, finding),
  ];
}

/** What the newest email that somebody waits for at the end of this trail may be; undefined when nobody does. */
export function awaitedMail(trail: Trail): readonly MailKind[] | undefined {
  const last = trail.parts.at(-1);
  return last && !isDone(trail) ? findingIn(last).awaits : undefined;
}

/** A sign-up is told of all that is wrong with it at once; of anything else, what is the matter is one thing. */
function findingsIn(last: TrailPart, facts: SignInFacts | undefined): [Finding, ...Finding[]] {
  const faults = last.steps.filter(
    (step) => (step.code === 'name-checked' || step.code === 'password-judged') && !step.ok,
  );
  const [first, ...others] = faults.flatMap((step) => findingOf(step, last, facts) ?? []);
  return last.kind === 'register' && first ? [first, ...others] : [findingIn(last, facts)];
}

/** Of what was wrong, what no step of its own tells of. */
function moreFaults({ why }: Words, { steps }: TrailPart, told: number): string[] {
  const refusal = steps.findLast((step) => step.code === 'refused');
  const more = (refusal?.faults ?? 1) - told;
  return more > 0 ? [why.moreFaults(more)] : [];
}

const findingIn = (last: TrailPart, facts?: SignInFacts): Finding =>
  findCause(last, facts) ?? unknownCause(last, facts);

/** The last step that can be the matter is. */
function findCause(last: TrailPart, facts: SignInFacts | undefined): Finding | undefined {
  // A name that nobody has, or an account that lets nobody in, matters more than what is counted for it.
  const first = last.steps.find(
    (step) => step.code === 'account-closed' || (step.code === 'account-looked-up' && !step.found),
  );
  for (const step of first ? [first] : last.steps.toReversed()) {
    const finding = findingOf(step, last, facts);
    // The price of the next try is no matter of this one, unless it ended there.
    if (finding && !(step.code === 'proof-of-work' && hasJudged(last))) return finding;
  }
  return undefined;
}

const hasJudged = ({ steps }: TrailPart): boolean => steps.some(isJudged);

const isJudged = ({ code }: Step): boolean =>
  code === 'password-verified' || code === 'pepper-differs' || code === 'factor-answered';

function unknownCause({ kind, steps }: TrailPart, facts: SignInFacts | undefined): Finding {
  const refusal = steps.findLast((step) => step.code === 'refused');
  // What is typed is checked against nothing then, and no step tells of it.
  const hadNone = steps.some(({ code }) => code === 'account-looked-up') && !steps.some(isJudged);
  if (refusal?.problem === 'invalid-credentials' && hadNone) return noPassword(facts);
  return refusal ? findingOfRefusal(refusal, kind) : { said: ({ why }) => why.brokenOff };
}

/** Each proof that was given, once. */
function provedSoFar(parts: readonly TrailPart[]): ('password' | FactorName)[] {
  const steps = parts.flatMap(({ steps: ofPart }) => ofPart);
  const right = steps.flatMap((step): ('password' | FactorName)[] => {
    if (step.code === 'password-verified' && step.match) return ['password'];
    return step.code === 'factor-answered' && step.ok ? [step.factor] : [];
  });
  return [...new Set(right)];
}

/** A link that was used opens no session. */
function afterDone({ why }: Words, { kind, outcome }: TrailPart): string[] {
  const isOfLink = outcome === 'done' && (kind === 'verify-email' || kind === 'recover');
  return isOfLink ? [why.afterDone[kind]] : [];
}

const hasPasswordInUrl = ({ steps }: TrailPart): boolean =>
  steps.some(({ code }) => code === 'password-in-url');

/** The old password may be what was typed. */
function changed({ why }: Words, { steps }: TrailPart, facts: SignInFacts | undefined): string[] {
  const isWrong = steps.some((step) => step.code === 'password-verified' && !step.match);
  if (!isWrong || facts?.passwordChangedAt === undefined) return [];
  return [why.passwordChanged(facts.passwordChangedAt)];
}

/** What is still to come can't have happened: the clock that wrote it was ahead, or this one was set back. */
function toCome({ why }: Words, { at }: TrailPart, facts: SignInFacts | undefined): string[] {
  if (!facts || at <= facts.now + clockTolerance) return [];
  return [why.setBack(Math.round((at - facts.now) / 1000))];
}

/** What may have ended the attempt. */
function meanwhile(words: Words, facts: SignInFacts | undefined): string[] {
  return (facts?.meanwhile ?? []).map((event) =>
    words.why.meanwhile(words.events.say(event, words), event.at),
  );
}

function attemptEnd({ why }: Words, facts: SignInFacts | undefined): string[] {
  const end = facts?.attemptEnd;
  if (end === undefined) return [];
  return [end === 'gone' ? why.attemptGone : why.attemptExpired(end.expiredAt)];
}

/** What holds now, whatever the last trail says; and whether what it says is over. */
function present(words: Words, facts: SignInFacts | undefined, finding?: Finding): string[] {
  if (!facts) return [];
  const { why } = words;
  const { tells, stands } = finding ?? {};
  const isOver = (tells && !facts.counts.holds.some(tells)) || stands?.(facts) === false;
  const verdict = judge(facts);
  const closed = facts.closed && why.closed(facts.closed, facts.username);
  const fault = verdict.canSignIn === 'yes' || closed ? undefined : passwordFinding(facts)?.said(words);
  return [
    ...(isOver ? [why.overByNow] : []),
    ...(facts.obstacle === undefined ? [] : [facts.obstacle]),
    ...(closed && closed.because !== finding?.said(words).because
      ? [why.sentence(closed.because), ...closed.advice]
      : []),
    ...(fault && fault.because !== finding?.said(words).because
      ? [why.sentence(fault.because), ...fault.advice]
      : []),
    ...why.nearNames(facts),
    ...why.holds(facts, { holds: verdict.holds.filter((hold) => !tells?.(hold)) }),
  ];
}

/** A registration that stops for a factor or an address goes on as a login, and is the same attempt. */
function begunAs({ parts: [first] }: Trail): TrailKind {
  return first?.kind ?? 'login';
}

/** What a form did, as the API names it. */
function operationIn(parts: readonly TrailPart[]): string | undefined {
  const step = parts.flatMap(({ steps }) => steps).find(({ code }) => code === 'form-sent');
  return step?.code === 'form-sent' ? step.operation : undefined;
}

/** Whether it was a weak password that succeeded, and it's still the same. */
function isWeakStill(parts: readonly TrailPart[], facts: SignInFacts | undefined): boolean {
  const wasWeak = parts.some(({ steps }) => steps.some(({ code }) => code === 'password-weak'));
  return wasWeak && (facts === undefined || facts.password?.isWeak === true);
}

/** How many attempts in a row came to nothing before the one that succeeded. */
function failuresBefore({ why }: Words, [, ...earlier]: readonly Trail[]): string[] {
  const first = earlier.findIndex(isDone);
  const failed = first === -1 ? earlier.length : first;
  return failed === 0 ? [] : [why.failuresBefore(failed)];
}
