import type { Factor, Verdict } from '../../factors/factor.ts';
import { type Db, inTransaction, type Tx } from '../../kit/db/index.ts';
import { notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import {
  beginNewCodeCounts,
  type CountedGuess,
  countGuess,
  type OpenWays,
  orWithdraw,
} from '../../people/limits/index.ts';
import type { SessionRow } from '../../people/sessions/index.ts';
import { invalidCredentials, loginFactors, noteAnswer, openWays, tellOfWrongCodes } from '../login/index.ts';
import type { Trailing } from '../trails/index.ts';
import { offersOf, offersToVerify, strengthOf, verifiesByEmail } from './offers.ts';
import { notByEmail } from './send-code.ts';

/** The answer of one factor, as its schema has checked it. */
export interface FactorAnswer {
  readonly factor: FactorName;
  readonly answer: unknown;
}

/** What a right answer is worth. */
type Proved = Extract<Verdict, { ok: true }> & {
  /** A second factor is level 2, a code by email level 1. */
  readonly level: 1 | 2;
};

/**
 * Has somebody who is logged in answer one of the account's factors. Its codes count with those of all known browsers.
 * Throws `not-found` for a factor that there is not, or a code by email where the account has something better;
 * `invalid-credentials` with a new `next`, or `too-many-attempts`.
 */
export async function proveFactor(
  services: Services,
  session: SessionRow,
  { factor: name, answer }: FactorAnswer,
  asker: Trailing,
): Promise<Proved> {
  const factor = loginFactors.find((one) => one.name === name);
  if (!factor) throw problem(notFound, `There is no factor "${name}".`);
  await requireOffered(services, services.db, session, factor);
  const guess = {
    trail: asker.trail,
    subject: {
      of: factor.isGuessable ? 'code' : 'key',
      accountId: session.account_id,
      name: session.id,
      knownAs: `session:${session.id}`,
    } as const,
    address: asker.client.address,
    proofOfWork: undefined,
    mayChallenge: false,
    openWays: () => waysBeside(services, session, factor),
  };
  const verdict = await countGuess(services, guess, (counted) => {
    const judgement = { session, factor, answer, counted };
    return orWithdraw(
      counted,
      inTransaction(services.db, (tx) => judge(tx, services, judgement, asker)),
    );
  });
  if (verdict.ok) return { ...verdict, level: factor.isSecond ? 2 : 1 };
  const next = await offersToVerify(services, session, await strengthOf(services, session.account_id));
  const isOver = next.some((offer) => 'sent' in offer && offer.sent === false);
  const again = isOver ? 'Incorrect or expired code. Ask for a new one.' : 'That does not fit. Try again.';
  throw problem(invalidCredentials, factor.adviceFor?.(verdict.reason) ?? again, { extra: { next } });
}

interface Judgement {
  readonly session: SessionRow;
  readonly factor: Factor;
  readonly answer: unknown;
  readonly counted: CountedGuess;
}

/** The verdict, with all that follows from it. */
async function judge(
  tx: Tx,
  services: Services,
  judgement: Judgement,
  { client, trail }: Trailing,
): Promise<Verdict> {
  const { session, factor, counted } = judgement;
  const accountId = session.account_id;
  const lives = await holdAccount(tx, accountId);
  // Now that the account is held: it may have got a password or a second factor since the answer came.
  if (lives) await requireOffered(services, tx, session, factor);
  const verdict = await verify(tx, services, judgement);
  noteAnswer(trail, factor.name, verdict);
  const whose = lives ? { accountId, sessionId: session.id } : { accountId: null };
  const event = { ...whose, client, at: services.clock() };
  if (verdict.ok && lives) {
    if (!factor.isGuessable) await beginNewCodeCounts(tx, accountId);
    await counted.succeed(tx);
    if (factor.name === 'recovery-code') {
      await recordEvent(tx, { type: 'recovery-code-used', ...event, detail: verdict.facts });
      await noticeTo(tx, services, accountId, { kind: 'recovery-used', client, trail });
    }
    return verdict;
  }
  if (!lives) await counted.forget(tx);
  const detail = { factor: factor.name, reason: verdict.ok ? 'gone' : verdict.reason };
  await recordEvent(tx, { type: 'factor-failed', ...event, detail });
  if (counted.limitsNext) await recordEvent(tx, { type: 'login-limited', ...event, detail });
  if (lives) await tellOfWrongCodes(tx, services, counted, { accountId, after: 'sign-in', client, trail });
  return verdict.ok ? { ok: false, reason: 'gone', facts: {} } : verdict;
}

/** What helps where no more codes are judged. Where a code by email is all there is, a recovery begins a new count. */
async function waysBeside(services: Services, session: SessionRow, { isSecond }: Factor): Promise<OpenWays> {
  if (!isSecond) return { helps: ['reset your password by email'] };
  return openWays({ kind: 'second-factor' }, await offersOf(services, session));
}

/** Any second factor may be answered, also one that was just removed; a code by email only where there's nothing else. */
async function requireOffered(
  services: Services,
  db: Db,
  { account_id: accountId }: SessionRow,
  { isSecond }: Pick<Factor, 'isSecond'>,
): Promise<void> {
  if (!isSecond && !(await verifiesByEmail(services, db, accountId))) throw notByEmail();
}

async function verify(tx: Tx, services: Services, { session, factor, answer }: Judgement): Promise<Verdict> {
  const role = factor.isSecond ? 'second' : 'again';
  const asked = { accountId: session.account_id, subject: session.id, role, now: services.clock() } as const;
  const verdict = await factor.verify(tx, services, asked, answer as never);
  const isOther = verdict.ok && verdict.accountId !== session.account_id;
  return isOther ? { ok: false, reason: 'other-account', facts: {} } : verdict;
}
