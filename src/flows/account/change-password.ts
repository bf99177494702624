import type { FastifyRequest } from 'fastify';
import { replacePassword, requirePassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, raiseSecurityVersion } from '../../people/accounts/index.ts';
import { deleteLinksOf, noticeTo, withdrawEmail } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { forgetPasswordGuesses } from '../../people/limits/index.ts';
import { replaceToken } from '../../people/sessions/index.ts';
import { endOtherLogins, invalidCredentials } from '../login/index.ts';
import { provePassword, requireSecondVerification } from '../prove/index.ts';

export interface ChangedPassword {
  /** The new token of this session; the old one is worth nothing any more. */
  readonly token: string;
  /** What this browser is known by from now on. */
  readonly securityVersion: number;
}

/**
 * Changes the password: every other session ends, this one gets a new token, known devices become strangers. Links that
 * were sent are dead: who asked for one could undo the change, or give the account another address.
 * Of parallel changes one wins; the others meet `invalid-credentials`, since the password they prove is gone.
 * Where the account has a second factor, the session must have verified that as well. Throws `proof-required`,
 * `password-refused`, `invalid-credentials` and `too-many-attempts`.
 */
export async function changePassword(
  services: Services,
  { session }: Caller,
  input: { currentPassword: string; newPassword: string },
  request: FastifyRequest,
): Promise<ChangedPassword> {
  const { config, db, clock, hasher } = services;
  const { account_id: accountId, username } = session;
  await requireSecondVerification(services, session);
  await requirePassword(config, input.newPassword, username, '/newPassword');
  const client = clientOf(request);
  const current = { password: input.currentPassword, pointer: '/currentPassword' };
  const provedHash = await provePassword(services, session, current, { client });
  const fresh = await hasher.hash(input.newPassword);
  return inTransaction(db, async (tx) => {
    const now = clock();
    await holdAccount(tx, accountId);
    const isReplaced = await replacePassword(tx, accountId, provedHash, { ...fresh, weak: 0 }, now);
    const token = await replaceToken(tx, session);
    if (!isReplaced || token === undefined) {
      throw problem(invalidCredentials, 'The password was changed by somebody else at the same moment.');
    }
    await endOtherLogins(tx, accountId, session.id);
    await withdrawEmail(tx, accountId, now);
    await deleteLinksOf(tx, accountId, 'recover');
    await noticeTo(tx, services, accountId, { kind: 'password-changed', client });
    await forgetPasswordGuesses(tx, accountId);
    await recordEvent(tx, { type: 'password-changed', accountId, sessionId: session.id, client, at: now });
    return { token, securityVersion: await raiseSecurityVersion(tx, accountId) };
  });
}
