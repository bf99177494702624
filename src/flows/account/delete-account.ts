import type { FastifyRequest } from 'fastify';
import { deletePassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { deleteMailsOf } from '../../kit/mail/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { deleteAccount, holdAccount } from '../../people/accounts/index.ts';
import { deleteEventsOf, recordEvent } from '../../people/events/index.ts';
import { clearLimitsOf } from '../../people/limits/index.ts';
import { requireLiving } from '../../people/sessions/index.ts';
import { invalidCredentials } from '../login/index.ts';
import { provePassword, requireSecondVerification } from '../prove/index.ts';

/**
 * Deletes the account and everything of it in one transaction. What stays is one line of the audit log
 * that an account of this id was deleted; it holds no name. Throws `proof-required`, `invalid-credentials`,
 * `too-many-attempts` and `not-signed-in`.
 */
export async function deleteOwnAccount(
  services: Services,
  { session }: Caller,
  password: string,
  request: FastifyRequest,
): Promise<void> {
  const { db, clock } = services;
  const accountId = session.account_id;
  const client = clientOf(request);
  await requireSecondVerification(services, session);
  const current = { password, pointer: '/password' };
  const provedHash = await provePassword(services, session, current, { client });
  await inTransaction(db, async (tx) => {
    await holdAccount(tx, accountId);
    const holds = await deletePassword(tx, accountId, provedHash);
    // A second factor that was turned on after the look above has ended this session.
    if (holds) await requireLiving(tx, session);
    if (!holds || !(await deleteAccount(tx, accountId))) {
      throw problem(invalidCredentials, 'Your password was just changed. Sign in again.');
    }
    await deleteMailsOf(tx, accountId);
    await deleteEventsOf(tx, accountId);
    await clearLimitsOf(tx, accountId);
    await recordEvent(tx, { type: 'account-deleted', accountId, sessionId: session.id, client, at: clock() });
  });
}
