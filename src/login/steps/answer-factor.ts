import type { FastifyRequest } from 'fastify';
import type { Factor } from '../../factors/factor.ts';
import { factors, type UseCaseServices } from '../../factors/index.ts';
import { findPassword } from '../../factors/password/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import { notFound, peerAddress } from '../../kit/http/index.ts';
import { inSlots } from '../../kit/in-slots.ts';
import { problem } from '../../kit/problem.ts';
import type { InsteadOfProof } from '../../kit/ui/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import {
  advanceAttempt,
  type LoginAttemptsTable,
  sessionOptionsOf,
  soFarOf,
} from '../../people/attempts/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { type CountedGuess, offerWait } from '../../people/limits/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { attemptOver } from '../attempt-over.ts';
import { offersFor } from '../factors.ts';
import { findStep } from '../find-step.ts';
import { findHeld } from '../held-attempt.ts';
import { type FactorGuess, judgeFactor, type RightAnswer } from '../judge/factor.ts';
import { subjectOf } from '../judge/subject-of.ts';
import type { Step } from '../next-step.ts';
import type { Requester } from '../requester.ts';
import { advance } from '../session/advance.ts';
import type { CompleteLogin } from '../session/open-session.ts';
import { openWays } from './open-ways.ts';

/**
 * Goes on with a login by the answer of one factor. Throws `not-found` when the attempt is over or does not ask for this
 * factor, and what `judgeFactor` throws.
 */
export async function answerFactor(
  services: UseCaseServices,
  { attempt: id, factor: name, ...answered }: Answered,
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const attempt = await findHeld(services, id, requester.request, requester.trail);
  if (!attempt) throw attemptOver();
  const step = await stepOf(services, attempt);
  const factor = factors.find((one) => one.name === name);
  if (!factor || !asksFor(step, factor)) {
    requester.trail.note({ code: 'attempt', state: 'not-asked' });
    throw problem(notFound, ({ login }) => login.notAskedFor(name));
  }
  // What may not tell whether there is an account takes as long without one (ASVS V6.3.8).
  const work = () => countAndJudge(services, { attempt, step, factor, ...answered }, requester);
  return factor.answersName ? inSlots(services.answerSlot, work) : work();
}

async function countAndJudge(
  services: UseCaseServices,
  { attempt, step, factor, answer, proofOfWork, waited, browserNow }: Judged,
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const { id, account_id: accountId } = attempt;
  if (accountId !== null) requester.trail.account(accountId);
  const isFirst = step.kind === 'first-factor';
  const offers = () => offersFor(services, { attempt: id, accountId, step });
  const guess: FactorGuess<CompleteLogin | UnfinishedLogin> = {
    factor,
    answer,
    asked: { accountId, subject: id, role: isFirst ? 'first' : 'second', browserNow },
    subject: await subjectOf(services, attempt, factor, requester.request),
    proofOfWork,
    waited,
    mayChallenge: true,
    openWays: async () => openWays(step, await offers()),
    after: step.kind === 'second-factor' ? whatCameBefore(attempt) : undefined,
    over: attemptOver,
    accept: (tx, right, counted) => accept(tx, services, attempt, { right, counted }, requester),
    next: async () => ({ next: await offers() }),
  };
  return judgeFactor(services, guess, requester);
}

function whatCameBefore(attempt: LoginAttemptsTable) {
  return soFarOf(attempt).amr.includes('pwd') ? 'password' : 'first-step';
}

/** Notes a proof on the attempt and goes on from it. */
async function accept(
  tx: Tx,
  services: UseCaseServices,
  attempt: LoginAttemptsTable,
  { right, counted }: { readonly right: RightAnswer; readonly counted: CountedGuess },
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const { accountId } = right;
  const account = await findAccount(tx, accountId);
  const stored = await findPassword(tx, accountId);
  if (!account) throw attemptOver();
  const soFar = soFarOf(attempt);
  const proved = {
    account,
    amr: [...new Set([...soFar.amr, ...right.amr])],
    isMultiFactor: soFar.isMultiFactor || right.isMultiFactor,
  };
  const next = {
    account_id: accountId,
    amr: JSON.stringify(proved.amr),
    is_multi_factor: proved.isMultiFactor ? 1 : 0,
  };
  const advanced = await advanceAttempt(tx, attempt, next, services.clock());
  if (!advanced) throw attemptOver();
  const more = {
    weak: stored?.weak === 1,
    sessionOptions: sessionOptionsOf(attempt),
    attempt: attempt.id,
    ...advanced,
    counted,
  };
  return advance(tx, services, { ...proved, ...more }, requester);
}

interface Judged extends Omit<Answered, 'attempt' | 'factor'> {
  readonly attempt: LoginAttemptsTable;
  readonly step: Exclude<Step, { kind: 'open' }>;
  readonly factor: Factor;
}

interface Answered {
  readonly attempt: string;
  readonly factor: FactorName;
  readonly answer: unknown;
  readonly proofOfWork: string | undefined;
  /** The ticket of a wait in its place. */
  readonly waited?: string | undefined;
  /** The time by the browser's clock, in Unix milliseconds. */
  readonly browserNow?: number | undefined;
}

/**
 * If the next code for the attempt of this browser must bring a proof of work, what it may bring instead, by the ticket
 * that was sent; undefined if it needs none.
 */
export async function offerWaitForCode(
  services: UseCaseServices,
  id: string,
  { request, sent }: { readonly request: FastifyRequest; readonly sent: string | undefined },
): Promise<InsteadOfProof | undefined> {
  const attempt = await findHeld(services, id, request);
  if (!attempt) return undefined;
  const subject = await subjectOf(services, attempt, { isGuessable: true }, request);
  return offerWait(services, { subject, address: peerAddress(request) }, sent);
}

/** What the attempt of this browser can be answered by now; undefined when it is over or waits for something else. */
export async function findOffers(services: UseCaseServices, id: string, request: FastifyRequest) {
  const attempt = await findHeld(services, id, request);
  const step = attempt && (await stepOf(services, attempt));
  if (step?.kind !== 'second-factor') return undefined;
  return offersFor(services, { attempt: id, accountId: attempt?.account_id ?? null, step });
}

/** Whether the attempt of this browser waits for a code from a mail. */
export async function awaitsEmailCode(
  services: UseCaseServices,
  id: string,
  request: FastifyRequest,
): Promise<boolean> {
  const attempt = await findHeld(services, id, request);
  const step = attempt && (await stepOf(services, attempt));
  return step?.kind === 'first-factor' && step.factor === 'email-code';
}

/** What no factor can answer, as a password to be chosen, does not matter here. */
function stepOf(services: UseCaseServices, attempt: LoginAttemptsTable): Promise<Step> {
  return findStep(services.db, services, { ...soFarOf(attempt), weak: false });
}

function asksFor(step: Step, factor: Factor): step is Judged['step'] {
  if (step.kind === 'second-factor') return factor.isSecond;
  // Whether another person's passkey is refused would tell if the name, by which such a login began, is somebody's.
  if (step.kind !== 'first-factor') return false;
  const begun = factors.find(({ name }) => name === step.factor);
  return begun?.answersName === factor.answersName;
}
