import type { Asked, Factor, Verdict } from '../../factors/factor.ts';
import type { UseCaseServices } from '../../factors/index.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { sayIncorrect } from '../../people/factor-names.ts';
import {
  beginNewCodeCounts,
  type CountedGuess,
  countGuess,
  type GuessSubject,
  type OpenWays,
  orWithdraw,
} from '../../people/limits/index.ts';
import { invalidCredentials } from '../problems.ts';
import type { Trailing } from '../trails/index.ts';
import { nobody } from './nobody.ts';
import { noteAnswer } from './note-answer.ts';
import { tellOfWrongCodes } from './tell-of-wrong-codes.ts';

export type RightAnswer = Extract<Verdict, { ok: true }>;
type WrongAnswer = Extract<Verdict, { ok: false }>;

/** The answer of a factor, and who gives it where. */
export interface FactorGuess<Outcome> {
  readonly factor: Factor;
  /** As the factor's schema has checked it. */
  readonly answer: unknown;
  readonly asked: Omit<Asked, 'now'>;
  /** The session that answers, for the event; none in a login. */
  readonly sessionId?: string;
  /** By what the guess is counted. */
  readonly subject: GuessSubject;
  readonly proofOfWork: string | undefined;
  /** The ticket of a wait in its place. */
  readonly waited?: string | undefined;
  /** Whether a proof of work may be asked. */
  readonly mayChallenge: boolean;
  /** What helps where no more codes are judged. */
  openWays(): Promise<OpenWays>;
  /** After what wrong codes are told to the owner by email; undefined where they tell nothing, as a first step does. */
  readonly after: Parameters<typeof tellOfWrongCodes>[3]['after'] | undefined;
  /** What is thrown when the account is gone. */
  over(): Problem;
  /** Throws where the factor is not to be answered any more, now that the account is held. */
  require?(tx: Tx): Promise<void>;
  /** Goes on from a right answer, in its transaction, and ends the count. */
  accept(tx: Tx, right: RightAnswer, counted: CountedGuess): Promise<Outcome>;
  /** What can be answered after a refusal, for its member `next`, and what to say of it where the factor has no advice. */
  next(): Promise<{ readonly next: readonly unknown[]; readonly again?: Say }>;
}

/**
 * The one way in which a guess at a factor is judged, in a login and in a session. It's counted before it is judged, and
 * what follows from the verdict is written in the transaction that holds the account: who changes the account waits, or
 * has won.
 *
 * Throws `invalid-credentials` with a new `next`, what `over` and `require` throw, and what `countGuess` throws.
 */
export async function judgeFactor<Outcome>(
  services: UseCaseServices,
  guess: FactorGuess<Outcome>,
  requester: Trailing,
): Promise<Outcome> {
  const { subject, proofOfWork, waited, mayChallenge, openWays, factor } = guess;
  const { trail, client } = requester;
  const limited = { trail, subject, address: client.address, proofOfWork, waited, mayChallenge, openWays };
  const judged = await countGuess(services, limited, (counted) =>
    orWithdraw(
      counted,
      inTransaction(services.db, (tx) => judge(tx, services, guess, requester, counted)),
    ),
  );
  if ('accepted' in judged) return judged.accepted;
  if (judged.refused === 'gone') throw guess.over();
  const { next, again = sayIncorrect(factor.name) } = await guess.next();
  const { reason } = judged.refused;
  const extra = { next, ...factor.membersFor?.(reason) };
  throw problem(invalidCredentials, factor.adviceFor?.(reason) ?? again, { extra });
}

async function judge<Outcome>(
  tx: Tx,
  services: UseCaseServices,
  guess: FactorGuess<Outcome>,
  requester: Trailing,
  counted: CountedGuess,
): Promise<{ readonly accepted: Outcome } | { readonly refused: WrongAnswer | 'gone' }> {
  const { factor, answer, asked } = guess;
  const { accountId } = asked;
  const owner = accountId ?? (await factor.findOwner?.(tx, answer as never));
  const isHeld = await holdAccount(tx, owner ?? nobody);
  if (accountId !== null && !isHeld) {
    await counted.forget(tx);
    return { refused: 'gone' };
  }
  await guess.require?.(tx);
  const verdict = await factor.verify(tx, services, { ...asked, now: services.clock() }, answer as never);
  const tellsWhose = verdict.ok || verdict.reason === 'unknown-passkey';
  if (accountId === null && factor.name === 'passkey' && tellsWhose) {
    requester.trail.note({ code: 'account-looked-up', by: 'passkey', found: verdict.ok });
  }
  const final = enough(guess, verdict, isHeld);
  noteAnswer(requester.trail, factor.name, final);
  if (final.ok) return { accepted: await accept(tx, services, guess, requester, { right: final, counted }) };
  await recordRefusal(tx, services, guess, requester, { wrong: final, counted });
  return { refused: final };
}

/**
 * Whatever a factor says of itself: an answer is that of the account that was asked, a first one stands alone, and none
 * opens an account that isn't held, which is closed.
 */
function enough({ asked, factor }: FactorGuess<unknown>, verdict: Verdict, isHeld: boolean): Verdict {
  if (!verdict.ok) return verdict;
  if (!isHeld) return { ok: false, reason: 'account-closed', facts: {}, claims: verdict.accountId };
  const isOther = asked.accountId !== null && verdict.accountId !== asked.accountId;
  if (isOther) return { ok: false, reason: 'other-account', facts: {} };
  const isTooLittle = asked.role === 'first' && factor.isSecond && !verdict.isMultiFactor;
  return isTooLittle ? { ok: false, reason: 'not-enough', facts: {} } : verdict;
}

async function accept<Outcome>(
  tx: Tx,
  services: UseCaseServices,
  guess: FactorGuess<Outcome>,
  { client, trail }: Trailing,
  { right, counted }: { readonly right: RightAnswer; readonly counted: CountedGuess },
): Promise<Outcome> {
  const { factor, sessionId } = guess;
  const { accountId, facts } = right;
  const { whenUsed } = factor;
  if (whenUsed) {
    const event = { accountId, sessionId: sessionId ?? null, client, at: services.clock(), detail: facts };
    await recordEvent(tx, { type: whenUsed.event, ...event });
    await noticeTo(tx, services, accountId, { ...whenUsed.notice, client, trail });
  }
  // Who has a passkey or a recovery code is no guesser. Before the address's counter, as all that counts codes has it.
  if (!factor.isGuessable) await beginNewCodeCounts(tx, accountId);
  return guess.accept(tx, right, counted);
}

async function recordRefusal(
  tx: Tx,
  services: UseCaseServices,
  { asked, factor, sessionId, after }: FactorGuess<unknown>,
  { client, trail }: Trailing,
  { wrong, counted }: { readonly wrong: WrongAnswer; readonly counted: CountedGuess },
): Promise<void> {
  const accountId = asked.accountId ?? (await ownerOf(tx, wrong));
  const claimed = accountId ?? wrong.claims;
  if (claimed !== undefined) trail.account(claimed);
  const detail = { factor: factor.name, reason: wrong.reason };
  const event = { accountId, sessionId: sessionId ?? null, client, at: services.clock(), detail };
  await recordEvent(tx, { type: 'factor-failed', ...event });
  // A counter that went back is the sign of a copied key: worth a line that its owner can look for.
  if (wrong.reason === 'counter') await recordEvent(tx, { type: 'passkey-refused', ...event });
  if (counted.limitsNext) await recordEvent(tx, { type: 'login-limited', ...event });
  if (accountId !== null && after)
    await tellOfWrongCodes(tx, services, counted, { accountId, after, client, trail });
}

/** Whose refused answer it was, if that is sure; an account that is deleted meanwhile gets no line. */
async function ownerOf(tx: Tx, { accountId }: WrongAnswer): Promise<string | null> {
  if (accountId === undefined) return null;
  return (await holdAccount(tx, accountId)) ? accountId : null;
}
