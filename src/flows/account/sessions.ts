import type { FastifyRequest } from 'fastify';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import {
  listSessions,
  revokeOtherSessions,
  revokeSession,
  type Session,
  toSession,
} from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';

export async function listOwnSessions({ db, clock }: Services, { session }: Caller): Promise<Session[]> {
  const rows = await listSessions(db, session.account_id, clock());
  return rows.map((row) => toSession(row, session.id));
}

/** False when the caller has no such session; one of somebody else is no different from none. */
export function endSession(
  { db, clock }: Services,
  { session }: Caller,
  id: string,
  request: FastifyRequest,
): Promise<boolean> {
  const accountId = session.account_id;
  return inTransaction(db, async (tx) => {
    if (!(await revokeSession(tx, accountId, id))) return false;
    const client = clientOf(request);
    await recordEvent(tx, { type: 'session-ended', accountId, sessionId: id, client, at: clock() });
    return true;
  });
}

export function endOtherSessions(
  { db, clock }: Services,
  { session }: Caller,
  request: FastifyRequest,
): Promise<void> {
  const { account_id: accountId, id } = session;
  return inTransaction(db, async (tx) => {
    const ended = await revokeOtherSessions(tx, accountId, id);
    const event = { accountId, sessionId: id, client: clientOf(request), at: clock(), detail: { ended } };
    await recordEvent(tx, { type: 'other-sessions-ended', ...event });
  });
}
