import type { FastifyRequest } from 'fastify';
import { deleteTotp } from '../../factors/totp/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, raiseSecurityVersion } from '../../people/accounts/index.ts';
import { noticeTo, withdrawEmail } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { beginNewCodeCounts } from '../../people/limits/index.ts';
import { requireLiving } from '../../people/sessions/index.ts';
import { endOtherLogins } from '../login/index.ts';
import { requireVerification } from '../prove/index.ts';
import { leaveWithout } from './second-factors.ts';

/** What was removed, and after one in force what the browser that removed it is known by from now on. */
export type RemovedTotp =
  | { readonly was: 'begun'; readonly securityVersion?: undefined }
  | { readonly was: 'in-force'; readonly securityVersion: number };

/**
 * Removes the authenticator app, or one that is being set up; undefined when there is neither. With the last second
 * factor go the recovery codes. Throws `proof-required` and `second-factor-required`.
 */
export async function removeTotp(
  services: Services,
  { session }: Caller,
  request: FastifyRequest,
): Promise<RemovedTotp | undefined> {
  await requireVerification(services, session);
  const { db, clock } = services;
  const accountId = session.account_id;
  return inTransaction(db, async (tx) => {
    const now = clock();
    // First, as in every step of a login: it is over before, or comes too late; and of parallel removals each sees
    // those before it.
    await holdAccount(tx, accountId);
    await requireLiving(tx, session);
    const removed = await deleteTotp(tx, accountId);
    if (!removed?.wasConfirmed) return removed && { was: 'begun' };
    await beginNewCodeCounts(tx, accountId);
    await leaveWithout(tx, services, accountId);
    await endOtherLogins(tx, accountId, session.id);
    await withdrawEmail(tx, accountId, now);
    const event = { accountId, sessionId: session.id, client: clientOf(request), at: now };
    await recordEvent(tx, { type: 'totp-removed', ...event });
    const { client } = event;
    await noticeTo(tx, services, accountId, {
      kind: 'factor-removed',
      name: 'the authenticator app',
      client,
    });
    return { was: 'in-force', securityVersion: await raiseSecurityVersion(tx, accountId) };
  });
}
