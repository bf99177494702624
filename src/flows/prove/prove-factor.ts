import type { Factor, FactorName, Verdict } from '../../factors/factor.ts';
import { holdPassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { countGuess } from '../../people/limits/index.ts';
import type { SessionRow } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { invalidCredentials, loginFactors, noteAnswer, offersFor } from '../login/index.ts';
import type { Trailing } from '../trails/index.ts';

/** The answer of one factor, as its schema has checked it. */
export interface FactorAnswer {
  readonly factor: FactorName;
  readonly answer: unknown;
}

/**
 * Has somebody who is logged in answer one of the account's factors. Counted for the session, like a password.
 * Throws `not-found` for a factor that there is not, `invalid-credentials` with a new `next`, or `too-many-attempts`.
 */
export async function proveFactor(
  services: Services,
  session: SessionRow,
  { factor: name, answer }: FactorAnswer,
  { client, trail }: Trailing,
): Promise<Extract<Verdict, { ok: true }>> {
  const factor = loginFactors.find((one) => one.isSecond && one.name === name);
  if (!factor) throw problem(notFound, `There is no factor "${name}".`);
  const guess = {
    trail,
    subject: { accountId: session.account_id, name: '', knownAs: `session:${session.id}` },
    address: client.address,
    proofOfWork: undefined,
    mayChallenge: false,
  };
  const verdict = await countGuess(services, guess, (counted) =>
    inTransaction(services.db, async (tx) => {
      const accountId = session.account_id;
      const lives = await holdPassword(tx, accountId);
      const judged = await verify(tx, services, session, factor, answer);
      noteAnswer(trail, name, judged);
      if (judged.ok && lives) {
        await counted.succeed(tx);
        if (name === 'recovery-code') {
          const event = {
            accountId,
            sessionId: session.id,
            client,
            at: services.clock(),
            detail: judged.facts,
          };
          await recordEvent(tx, { type: 'recovery-code-used', ...event });
          await noticeTo(tx, services, accountId, { kind: 'recovery-used', client, trail });
        }
        return judged;
      }
      if (!lives) await counted.forget(tx);
      const whose = lives ? { accountId, sessionId: session.id } : { accountId: null };
      const reason = judged.ok ? 'gone' : judged.reason;
      const event = { ...whose, client, at: services.clock(), detail: { factor: name, reason } };
      await recordEvent(tx, { type: 'factor-failed', ...event });
      if (counted.limitsNext) await recordEvent(tx, { type: 'login-limited', ...event });
      return undefined;
    }).catch(async (error: unknown) => {
      await counted.withdraw();
      throw error;
    }),
  );
  if (verdict) return verdict;
  const next = await offersOf(services, session);
  throw problem(invalidCredentials, 'That does not fit. Try again.', { extra: { next } });
}

async function verify(
  tx: Parameters<Factor['verify']>[0],
  services: Services,
  session: SessionRow,
  factor: Factor,
  answer: unknown,
): Promise<Verdict> {
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
