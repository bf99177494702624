import type { FastifyRequest } from 'fastify';
import { deleteTotp } from '../../factors/totp/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { requireFreshProof, revokeOtherSessions } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { leaveWithout } from './second-factors.ts';

/**
 * Removes the authenticator app, or one that is being set up, and answers which; undefined when there is neither.
 * With the last second factor go the recovery codes. Throws `proof-required` and `second-factor-required`.
 */
export function removeTotp(
  services: Services,
  { session }: Caller,
  request: FastifyRequest,
): Promise<'in-force' | 'begun' | undefined> {
  requireFreshProof(services, session);
  const { db, clock } = services;
  const accountId = session.account_id;
  return inTransaction(db, async (tx) => {
    // First, as in whatever adds or removes a factor: of parallel removals each sees those before it.
    await touchAccount(tx, accountId, clock());
    const removed = await deleteTotp(tx, accountId);
    if (!removed?.wasConfirmed) return removed && 'begun';
    await leaveWithout(tx, services, accountId);
    await revokeOtherSessions(tx, accountId, session.id);
    const event = { accountId, sessionId: session.id, client: clientOf(request), at: clock() };
    await recordEvent(tx, { type: 'totp-removed', ...event });
    const { client } = event;
    await noticeTo(tx, services, accountId, {
      kind: 'factor-removed',
      name: 'the authenticator app',
      client,
    });
    return 'in-force';
  });
}
