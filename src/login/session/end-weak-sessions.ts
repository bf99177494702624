import { inTransaction } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { recordEvent } from '../../people/events/index.ts';
import { keepEnded, ofEnded } from '../../people/sessions/index.ts';

/**
 * Ends the sessions of all accounts whose password is too weak, and answers how many there were. Development opens
 * such sessions; where production takes the database over, none may live on before there is a better password.
 */
export function endWeakSessions({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<number> {
  return inTransaction(db, async (tx) => {
    const ended = await tx
      .deleteFrom('sessions')
      // From the accounts to their sessions: SQLite would look at everybody's sessions, and those are more.
      .where('account_id', 'in', tx.selectFrom('passwords').select('account_id').where('weak', '=', 1))
      .returning(['id', ...ofEnded])
      .execute();
    const at = clock();
    await keepEnded(
      tx,
      ended.map((session) => ({ ...session, why: 'by-admin', at })),
    );
    for (const { id, account_id: accountId } of ended) {
      const detail = { reason: 'weak-password' };
      await recordEvent(tx, { type: 'session-ended', accountId, sessionId: id, client: server, at, detail });
    }
    return ended.length;
  });
}

/** Who acts, for the audit log. */
const server: Client = { actor: 'server', address: '', device: 'latchkey serve' };
