import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { revokeSession } from '../../people/sessions/index.ts';

/** Ends the caller's session on the server; its token is worth nothing from now on, wherever it is kept. */
export async function logout(
  { db, clock }: UseCaseServices,
  { via: { session } }: Caller,
  request: FastifyRequest,
): Promise<void> {
  const { id, account_id: accountId } = session;
  await inTransaction(db, async (tx) => {
    const at = clock();
    if (!(await revokeSession(tx, accountId, id, { why: 'signed-out', at }))) return;
    await recordEvent(tx, {
      type: 'logged-out',
      accountId,
      sessionId: id,
      client: clientOf(request),
      at,
    });
  });
}
