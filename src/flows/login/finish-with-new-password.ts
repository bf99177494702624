import { replacePassword, requirePassword } from '../../factors/password/index.ts';
import { type Db, inTransaction } from '../../kit/db/index.ts';
import { notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { findAccount } from '../../people/accounts/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { clearLimitsOf } from '../../people/limits/index.ts';
import { revokeOtherSessions } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import type { Asker } from './asker.ts';
import { consumeAttempt, findAttempt } from './attempts-store.ts';
import { type CompleteLogin, openSession } from './open-session.ts';

/**
 * Ends a login that waited for a better password: the new one takes the place of the proved one, all older
 * sessions end, and the session opens. A refused password (`password-refused`) leaves the attempt as it was.
 */
export async function finishWithNewPassword(
  services: Services,
  token: string,
  newPassword: string,
  asker: Asker,
): Promise<CompleteLogin> {
  const { config, db, clock, hasher } = services;
  const tokenHash = hashToken(token);
  const waiting = await findAttempt(db, tokenHash, clock());
  if (!waiting) throw attemptOver();
  await requirePassword(config, newPassword, waiting.username, '/newPassword');
  const fresh = await hasher.hash(newPassword);
  return inTransaction(db, async (tx) => {
    const now = clock();
    const attempt = await consumeAttempt(tx, tokenHash, now);
    if (!attempt) throw attemptOver();
    const { account_id: accountId, proved_hash: provedHash } = attempt;
    const version = await replacePassword(tx, accountId, provedHash, { ...fresh, weak: 0 }, now);
    const account = await findAccount(tx, accountId);
    if (version === undefined || !account) throw attemptOver();
    await revokeOtherSessions(tx, accountId, '');
    await clearLimitsOf(tx, accountId);
    await recordEvent(tx, { type: 'password-changed', accountId, client: asker.client, at: now });
    const wish = { transport: attempt.transport, remember: attempt.remember === 1 };
    return openSession(tx, services, {
      account,
      passwordVersion: version,
      wish,
      asker,
      event: 'login-succeeded',
    });
  });
}

/** The name of the account that an attempt is for, while it lives. */
export async function nameOfAttempt(db: Db, token: string, now: number): Promise<string | undefined> {
  return (await findAttempt(db, hashToken(token), now))?.username;
}

function attemptOver() {
  return problem(notFound, 'This login is over: it took too long or was finished already. Log in again.');
}
