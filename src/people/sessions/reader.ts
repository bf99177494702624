import type { Config } from '../../config/index.ts';
import type { Database } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import type { Caller } from '../../kit/http/index.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { sessionTimes, type Transport } from './create.ts';
import { type End, findEnded } from './ended.ts';
import { noteUse, runOut } from './store.ts';
import { tokenForm } from './token.ts';

/** A living session, as one look-up finds it with its account. */
export interface SessionRow {
  id: string;
  token_hash: string;
  account_id: string;
  transport: Transport;
  remember: number;
  created_at: number;
  last_seen_at: number;
  idle_expires_at: number;
  expires_at: number;
  amr: string;
  aal: number;
  auth_time: number;
  second_auth_time: number | null;
  address: string;
  device: string;
  unused: number;
  admin_seen_at: number | null;
}

interface FoundRow extends SessionRow {
  username: string;
  account_created_at: number;
  account_updated_at: number;
  last_login_at: number | null;
  app_roles: string | null;
  attributes: string | null;
}

/** Why a token opens nothing. */
export type Absence =
  | { readonly reason: 'unknown' }
  | { readonly reason: End['why']; readonly at: number; readonly accountId: string };

export interface SessionReader {
  /** Who holds this token, if its session lives; the last use of that is noted at most once a minute. */
  find(token: string, transport: Transport, now: number): Promise<Caller | undefined>;
  /** The same without noting the use: that is up to whoever asks. */
  look(token: string, transport: Transport, now: number): Promise<Caller | undefined>;
  /** Notes the use if that is due, and that of the console in the same write where it is said to be. */
  noteUse(session: SessionRow, now: number, more?: { readonly isOfConsole: boolean }): Promise<void>;
  /** Why `find` found nobody. Asked on a miss only, so a request with a session doesn't pay for it. */
  explain(token: string, transport: Transport, now: number): Promise<Absence>;
}

const touchEvery = minutes(1);

/** What a session must have proved: one that was opened before the policy was turned on is worth nothing any more. */
export const leastAalOf = ({ login }: Pick<Config, 'login'>): number =>
  login.secondFactor === 'required' ? 2 : 1;

/**
 * The hot path: one prepared query for each request with a session.
 * Nothing is cached, so a session that was ended anywhere is dead everywhere at once.
 */
export function createSessionReader(database: Database, config: Config): SessionReader {
  const read = database.prepareRead<FoundRow>(
    'session-by-token',
    database.db
      .selectFrom('sessions as s')
      .innerJoin('accounts as a', 'a.id', 's.account_id')
      .select([
        's.id',
        's.token_hash',
        's.account_id',
        's.transport',
        's.remember',
        's.created_at',
        's.last_seen_at',
        's.idle_expires_at',
        's.expires_at',
        's.amr',
        's.aal',
        's.auth_time',
        's.second_auth_time',
        's.address',
        's.device',
        's.unused',
        's.admin_seen_at',
        'a.username',
        'a.created_at as account_created_at',
        'a.updated_at as account_updated_at',
        'a.last_login_at',
        'a.app_roles',
        'a.attributes',
      ])
      .where('s.token_hash', '=', ''),
  );
  const leastAal = leastAalOf(config);
  return {
    async find(token, transport, now) {
      const caller = await look(token, transport, now);
      if (caller) await note(caller.via.session, now);
      return caller;
    },
    look,
    noteUse: note,
    async explain(token, transport, now) {
      if (!tokenForm[transport].test(token)) return { reason: 'unknown' };
      const tokenHash = hashToken(token);
      const row = await read([tokenHash]);
      if (row) return explainRow(row, transport, now);
      const ended = await findEnded(database.db, tokenHash, now);
      return ended ? { reason: ended.why, at: ended.at, accountId: ended.account_id } : { reason: 'unknown' };
    },
  };

  function explainRow(row: FoundRow, transport: Transport, now: number): Absence {
    if (row.transport !== transport) return { reason: 'unknown' };
    const accountId = row.account_id;
    const { why, at } = runOut(row);
    if (at <= now) return { reason: why, at, accountId };
    return row.aal < leastAal ? { reason: 'by-admin', at: now, accountId } : { reason: 'unknown' };
  }

  async function look(token: string, transport: Transport, now: number): Promise<Caller | undefined> {
    if (!tokenForm[transport].test(token)) return undefined;
    const row = await read([hashToken(token)]);
    if (!row || row.idle_expires_at <= now || row.transport !== transport) return undefined;
    return row.aal < leastAal ? undefined : toCaller(row);
  }

  async function note(row: SessionRow, now: number, { isOfConsole } = { isOfConsole: false }): Promise<void> {
    const seenBefore = now - touchEvery;
    const isDue = row.unused === 1 || row.last_seen_at <= seenBefore;
    if (!isDue && !isOfConsole) return;
    if (isDue) {
      row.last_seen_at = now;
      row.idle_expires_at = Math.min(now + sessionTimes(config, row.remember === 1).idle, row.expires_at);
      row.unused = 0;
    }
    const idleExpiresAt = isDue ? row.idle_expires_at : undefined;
    await noteUse(database.db, row.id, { now, idleExpiresAt, isOfConsole, seenBefore });
  }
}

function toCaller(row: FoundRow): Caller {
  const account = {
    id: row.account_id,
    username: row.username,
    created_at: row.account_created_at,
    updated_at: row.account_updated_at,
    last_login_at: row.last_login_at,
    app_roles: row.app_roles,
    attributes: row.attributes,
  };
  return { account, via: { kind: 'session', session: row } };
}
