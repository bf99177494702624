import type { Factor, FactorName, Verdict } from '../../factors/factor.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { beginNewCodeCounts, type CountedGuess, countGuess, orWithdraw } from '../../people/limits/index.ts';
import type { SessionRow } from '../../people/sessions/index.ts';
import {
  invalidCredentials,
  loginFactors,
  noteAnswer,
  offersFor,
  openWays,
  tellOfWrongCodes,
} from '../login/index.ts';
import type { Trailing } from '../trails/index.ts';

/** The answer of one factor, as its schema has checked it. */
export interface FactorAnswer {
  readonly factor: FactorName;
  readonly answer: unknown;
}

/**
 * Has somebody who is logged in answer one of the account's factors. Its codes count with those of all known browsers.
 * Throws `not-found` for a factor that there is not, `invalid-credentials` with a new `next`, or `too-many-attempts`.
 */
export async function proveFactor(
  services: Services,
  session: SessionRow,
  { factor: name, answer }: FactorAnswer,
  asker: Trailing,
): Promise<Extract<Verdict, { ok: true }>> {
  const factor = loginFactors.find((one) => one.isSecond && one.name === name);
  if (!factor) throw problem(notFound, `There is no factor "${name}".`);
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
    openWays: async () => {
      const offers = [{ factor: 'password' }, ...(await offersOf(services, session))];
      return openWays({ kind: 'second-factor' }, offers);
    },
  };
  const verdict = await countGuess(services, guess, (counted) => {
    const judgement = { session, factor, answer, counted };
    return orWithdraw(
      counted,
      inTransaction(services.db, (tx) => judge(tx, services, judgement, asker)),
    );
  });
  if (verdict.ok) return verdict;
  const next = await offersOf(services, session);
  throw problem(invalidCredentials, factor.adviceFor?.(verdict.reason) ?? 'That does not fit. Try again.', {
    extra: { next },
  });
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

async function verify(tx: Tx, services: Services, { session, factor, answer }: Judgement): Promise<Verdict> {
  const asked = askedOf(services, session);
  const verdict = await factor.verify(tx, services, asked, answer as never);
  const isOther = verdict.ok && verdict.accountId !== session.account_id;
  return isOther ? { ok: false, reason: 'other-account', facts: {} } : verdict;
}

function askedOf({ clock }: Services, { account_id: accountId, id }: SessionRow) {
  return { accountId, subject: id, role: 'second', now: clock() } as const;
}

/** With what the account could prove itself now, besides its password. */
export function offersOf(services: Services, { account_id: accountId, id }: SessionRow) {
  return offersFor(services, { attempt: id, accountId, step: { kind: 'second-factor' } });
}
