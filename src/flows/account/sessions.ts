import type { FastifyRequest } from 'fastify';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { withdrawEmail } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { listSessions, revokeSession, type Session, toSession } from '../../people/sessions/index.ts';
import { endOtherLogins } from '../login/index.ts';

export async function listOwnSessions({ db, clock }: Services, { session }: Caller): Promise<Session[]> {
  const rows = await listSessions(db, session.account_id, clock());
  return rows.map((row) => toSession(row, session.id));
}

/**
 * False when the caller has no such session; one of somebody else is no different from none. Whoever ends another than
 * their own takes back, too, the address that it may have asked for.
 */
export function endSession(
  { db, clock }: Services,
  { session }: Caller,
  id: string,
  request: FastifyRequest,
): Promise<boolean> {
  const accountId = session.account_id;
  return inTransaction(db, async (tx) => {
    const at = clock();
    // First, as in whatever else ends sessions: two that lock their rows in one order never wait crosswise.
    await holdAccount(tx, accountId);
    if (!(await revokeSession(tx, accountId, id))) return false;
    if (id !== session.id) await withdrawEmail(tx, accountId, at);
    const client = clientOf(request);
    await recordEvent(tx, { type: 'session-ended', accountId, sessionId: id, client, at });
    return true;
  });
}

/** Ends all but the caller's: sessions, unfinished logins, and the address that one of them may have asked for. */
export function endOtherSessions(
  { db, clock }: Services,
  { session }: Caller,
  request: FastifyRequest,
): Promise<void> {
  const { account_id: accountId, id } = session;
  return inTransaction(db, async (tx) => {
    const at = clock();
    // A step of a login that runs now is over before, or comes too late.
    await holdAccount(tx, accountId);
    const ended = await endOtherLogins(tx, accountId, id);
    await withdrawEmail(tx, accountId, at);
    const event = { accountId, sessionId: id, client: clientOf(request), at, detail: { ended } };
    await recordEvent(tx, { type: 'other-sessions-ended', ...event });
  });
}
