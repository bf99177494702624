import type { Database, Tx } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import type { Caller } from '../../kit/http/index.ts';
import { newId } from '../../kit/ids.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { SessionRow } from './reader.ts';
import { insertSession } from './store.ts';
import type { SessionsTable } from './table.ts';
import { newSessionToken, tokenForm } from './token.ts';

/** How long an administrator may look at somebody's account; nothing puts it off. */
export const longestImpersonation = minutes(30);

/** What of such a session is found by its token. */
export type ImpersonatedSession = Pick<
  SessionsTable,
  | 'id'
  | 'created_at'
  | 'last_seen_at'
  | 'idle_expires_at'
  | 'expires_at'
  | 'amr'
  | 'aal'
  | 'auth_time'
  | 'address'
  | 'device'
> & { readonly actor_id: string; readonly actor_session_id: string };

interface FoundRow extends ImpersonatedSession, Omit<Caller['account'], 'id' | 'created_at'> {
  account_id: string;
  account_created_at: number;
}

/**
 * Opens a session of somebody else's account for the administrator who acts in `actor`, and answers its token and its end.
 * Nobody has proved anything in it: it's of the lowest level, and its proof is as old as can be. The person isn't told
 * where the administrator is.
 */
export async function insertImpersonated(
  tx: Tx,
  accountId: string,
  actor: Pick<SessionRow, 'id' | 'account_id' | 'expires_at'>,
  now: number,
): Promise<{ readonly id: string; readonly token: string; readonly until: number }> {
  const { token, hash } = newSessionToken('impersonation');
  const id = newId();
  const until = Math.min(now + longestImpersonation, actor.expires_at);
  await insertSession(tx, {
    ...{ id, token_hash: hash, account_id: accountId, transport: 'impersonation', remember: 0 },
    ...{ created_at: now, last_seen_at: now, idle_expires_at: until, expires_at: until },
    ...{ amr: '[]', aal: 1, auth_time: 0, second_auth_time: null, address: '', device: 'admin console' },
    ...{ trail_id: null, unused: 0, admin_seen_at: null },
    ...{ actor_id: actor.account_id, actor_session_id: actor.id },
  });
  return { id, token, until };
}

/** Finds such a session by its token, if it hasn't ended; whether the administrator may still look is another question. */
export function createImpersonatedReader(database: Database) {
  const read = database.prepareRead<FoundRow>(
    'impersonated-session-by-token',
    database.db
      .selectFrom('sessions as s')
      .innerJoin('accounts as a', 'a.id', 's.account_id')
      .select(['s.id', 's.account_id', 's.created_at', 's.last_seen_at', 's.idle_expires_at', 's.expires_at'])
      .select(['s.amr', 's.aal', 's.auth_time', 's.address', 's.device', 's.actor_id', 's.actor_session_id'])
      .select([
        'a.username',
        'a.created_at as account_created_at',
        'a.updated_at',
        'a.last_login_at',
        'a.app_roles',
        'a.attributes',
      ])
      .where('s.token_hash', '=', ''),
  );
  return async (
    token: string,
    now: number,
  ): Promise<{ readonly session: ImpersonatedSession; readonly account: Caller['account'] } | undefined> => {
    if (!tokenForm.impersonation.test(token)) return undefined;
    const row = await read([hashToken(token)]);
    if (!row || row.idle_expires_at <= now) return undefined;
    const { username, updated_at, last_login_at, app_roles, attributes } = row;
    const account = { id: row.account_id, created_at: row.account_created_at, username, updated_at };
    return { session: row, account: { ...account, last_login_at, app_roles, attributes } };
  };
}
