import type { FastifyRequest } from 'fastify';
import type { Factor, Verdict } from '../../factors/factor.ts';
import { findPassword } from '../../factors/password/index.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { notFound } from '../../kit/http/index.ts';
import { inSlots } from '../../kit/in-slots.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { findAccount, holdAccount } from '../../people/accounts/index.ts';
import { advanceAttempt, type LoginAttemptsTable, soFarOf, wishOf } from '../../people/attempts/index.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import {
  beginNewCodeCounts,
  type CountedGuess,
  countGuess,
  guessNeedsProof,
  orWithdraw,
} from '../../people/limits/index.ts';
import { advance } from './advance.ts';
import type { Asker } from './asker.ts';
import type { UnfinishedLogin } from './attempt.ts';
import { attemptOver } from './attempt-over.ts';
import { loginFactors, offersFor } from './factors.ts';
import { findStep } from './find-step.ts';
import { findHeld } from './held-attempt.ts';
import type { Step } from './next-step.ts';
import { noteAnswer } from './note-answer.ts';
import type { CompleteLogin } from './open-session.ts';
import { openWays } from './open-ways.ts';
import { invalidCredentials } from './problems.ts';
import { nobody } from './prove-identity.ts';
import { subjectOf } from './subject-of.ts';
import { tellOfWrongCodes } from './tell-of-wrong-codes.ts';

/**
 * Goes on with a login by the answer of one factor. The guess is counted before it is judged (`countersOf`). Throws `not-found` when the attempt is over or does not ask for this factor,
 * `invalid-credentials` with a new `next` when the answer does not fit, and what `countGuess` throws.
 */
export async function answerFactor(
  services: Services,
  { attempt: id, factor: name, answer, proofOfWork }: Answered,
  asker: Asker,
): Promise<CompleteLogin | UnfinishedLogin> {
  const attempt = await findHeld(services, id, asker.request, asker.trail);
  if (!attempt) throw attemptOver();
  const step = await stepOf(services, attempt);
  const factor = loginFactors.find((one) => one.name === name);
  if (!factor || !asksFor(step, factor)) {
    throw problem(notFound, `This login does not ask for "${name}" now.`);
  }
  // What may not tell whether there is an account takes as long without one (ASVS V6.3.8).
  const work = () => countAndJudge(services, { attempt, step, factor, answer, proofOfWork }, asker);
  return name === 'email-code' ? inSlots(services.answerSlot, work) : work();
}

async function countAndJudge(
  services: Services,
  { attempt, step, factor, answer, proofOfWork }: Omit<Judgement, 'counted'> & Pick<Answered, 'proofOfWork'>,
  asker: Asker,
): Promise<CompleteLogin | UnfinishedLogin> {
  const { id } = attempt;
  if (attempt.account_id !== null) asker.trail.account(attempt.account_id);
  const guess = {
    trail: asker.trail,
    subject: await subjectOf(services, attempt, factor, asker.request),
    address: asker.client.address,
    proofOfWork,
    mayChallenge: true,
    openWays: async () =>
      openWays(step, await offersFor(services, { attempt: id, accountId: attempt.account_id, step })),
  };
  const outcome = await countGuess(services, guess, (counted) => {
    const judgement = { attempt, step, factor, answer, counted };
    return orWithdraw(
      counted,
      inTransaction(services.db, (tx) => judge(tx, services, judgement, asker)),
    );
  });
  if (outcome.status !== 'refused') return outcome;
  const next = await offersFor(services, { attempt: id, accountId: attempt.account_id, step: outcome.step });
  throw problem(invalidCredentials, outcome.advice ?? 'That does not fit. Try again.', { extra: { next } });
}

interface Answered {
  readonly attempt: string;
  readonly factor: FactorName;
  readonly answer: unknown;
  readonly proofOfWork: string | undefined;
}

/** Whether the next code for the attempt of this browser must bring a proof of work, so that its page has it ready. */
export async function codeNeedsProof(
  services: Services,
  id: string,
  request: FastifyRequest,
): Promise<boolean> {
  const attempt = await findHeld(services, id, request);
  if (!attempt) return false;
  return guessNeedsProof(services, await subjectOf(services, attempt, { isGuessable: true }, request));
}

/** What the attempt of this browser can be answered by now; undefined when it is over or waits for something else. */
export async function findOffers(services: Services, id: string, request: FastifyRequest) {
  const attempt = await findHeld(services, id, request);
  const step = attempt && (await stepOf(services, attempt));
  if (step?.kind !== 'second-factor') return undefined;
  return offersFor(services, { attempt: id, accountId: attempt?.account_id ?? null, step });
}

/** Whether the attempt of this browser waits for a code from a mail. */
export async function awaitsEmailCode(
  services: Services,
  id: string,
  request: FastifyRequest,
): Promise<boolean> {
  const attempt = await findHeld(services, id, request);
  const step = attempt && (await stepOf(services, attempt));
  return step?.kind === 'first-factor' && step.factor === 'email-code';
}

/** What no factor can answer, as a password to be chosen, does not matter here. */
function stepOf(services: Services, attempt: LoginAttemptsTable): Promise<Step> {
  return findStep(services.db, services, { ...soFarOf(attempt), weak: false });
}

function asksFor(step: Step, factor: Factor): step is Judgement['step'] {
  if (step.kind === 'second-factor') return factor.isSecond;
  // Whether another person's passkey is refused would tell if the name, by which such a login began, is somebody's.
  return step.kind === 'first-factor' && (step.factor === 'email-code') === (factor.name === 'email-code');
}

interface Judgement {
  readonly attempt: LoginAttemptsTable;
  readonly step: Exclude<Step, { kind: 'open' }>;
  readonly factor: Factor;
  readonly answer: unknown;
  readonly counted: CountedGuess;
}

async function judge(
  tx: Tx,
  services: Services,
  judgement: Judgement,
  asker: Asker,
): Promise<
  | CompleteLogin
  | UnfinishedLogin
  | { status: 'refused'; step: UnfinishedLogin['step']; advice?: string | undefined }
> {
  const { attempt, step, factor, answer } = judgement;
  const now = services.clock();
  // First the row that every way in holds: who changes the password or deletes the account waits, or has won.
  const isHeld = await holdAccount(tx, attempt.account_id ?? nobody);
  if (attempt.account_id !== null && !isHeld) throw attemptOver();
  const role = step.kind === 'first-factor' ? 'first' : 'second';
  const asked = { accountId: attempt.account_id, subject: attempt.id, role, now } as const;
  const verdict = await factor.verify(tx, services, asked, answer as never);
  const tellsWhose = verdict.ok || verdict.reason === 'unknown-passkey';
  if (attempt.account_id === null && factor.name === 'passkey' && tellsWhose) {
    asker.trail.note({ code: 'account-looked-up', by: 'passkey', found: verdict.ok });
  }
  noteAnswer(asker.trail, factor.name, verdict);
  const isOther = verdict.ok && attempt.account_id !== null && verdict.accountId !== attempt.account_id;
  const isTooLittle = verdict.ok && role === 'first' && factor.isSecond && !verdict.isMultiFactor;
  if (verdict.ok && !isOther && !isTooLittle) return accept(tx, services, judgement, verdict, asker);
  await recordRefusal(tx, services, judgement, verdict, { client: asker.client, trail: asker.trail, now });
  return { status: 'refused', step, advice: verdict.ok ? undefined : factor.adviceFor?.(verdict.reason) };
}

/** Notes a proof on the attempt and goes on from it. */
async function accept(
  tx: Tx,
  services: Services,
  { attempt, factor, counted }: Judgement,
  { accountId, amr, isMultiFactor, facts }: Extract<Verdict, { ok: true }>,
  asker: Asker,
): Promise<CompleteLogin | UnfinishedLogin> {
  const now = services.clock();
  const account = await findAccount(tx, accountId);
  const stored = await findPassword(tx, accountId);
  if (!account) throw attemptOver();
  const soFar = soFarOf(attempt);
  const proved = {
    account,
    amr: [...new Set([...soFar.amr, ...amr])],
    isMultiFactor: soFar.isMultiFactor || isMultiFactor,
  };
  const next = {
    account_id: accountId,
    amr: JSON.stringify(proved.amr),
    is_multi_factor: proved.isMultiFactor ? 1 : 0,
  };
  const advanced = await advanceAttempt(tx, attempt, next, now);
  if (!advanced) throw attemptOver();
  if (factor.name === 'recovery-code') {
    const { client, trail } = asker;
    await recordEvent(tx, { type: 'recovery-code-used', accountId, client, at: now, detail: facts });
    await noticeTo(tx, services, accountId, { kind: 'recovery-used', client, trail });
  }
  // Who has a passkey or a recovery code is no guesser. Before the address's counter, as all that counts codes has it.
  if (!factor.isGuessable) await beginNewCodeCounts(tx, accountId);
  const more = { weak: stored?.weak === 1, wish: wishOf(attempt), attempt: attempt.id, ...advanced, counted };
  return advance(tx, services, { ...proved, ...more }, asker);
}

async function recordRefusal(
  tx: Tx,
  services: Services,
  { attempt, step, factor, counted }: Judgement,
  verdict: Verdict,
  { client, trail, now }: Pick<Asker, 'client' | 'trail'> & { readonly now: number },
): Promise<void> {
  const detail = { factor: factor.name, reason: verdict.ok ? 'not-enough' : verdict.reason };
  const accountId = attempt.account_id ?? (await ownerOf(tx, verdict));
  const claimed = accountId ?? (verdict.ok ? undefined : verdict.claims);
  if (claimed !== undefined) trail.account(claimed);
  const event = { accountId, client, at: now, detail };
  await recordEvent(tx, { type: 'factor-failed', ...event });
  // A counter that went back is the sign of a copied key: worth a line that its owner can look for.
  if (detail.reason === 'counter') await recordEvent(tx, { type: 'passkey-refused', ...event });
  if (counted.limitsNext) await recordEvent(tx, { type: 'login-limited', ...event });
  if (accountId !== null && step.kind === 'second-factor') {
    const after = soFarOf(attempt).amr.includes('pwd') ? 'password' : 'first-step';
    await tellOfWrongCodes(tx, services, counted, { accountId, after, client, trail });
  }
}

/** Whose refused answer it was, if that is sure; an account that is deleted meanwhile gets no line. */
async function ownerOf(tx: Tx, verdict: Verdict): Promise<string | null> {
  if (verdict.ok || verdict.accountId === undefined) return null;
  return (await holdAccount(tx, verdict.accountId)) ? verdict.accountId : null;
}
