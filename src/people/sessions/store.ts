import { sql } from 'kysely';
import { type Db, holdFreeRows, inPieces, inTransaction, prepared, type Tx } from '../../kit/db/index.ts';
import { type End, keepEnded, ofEnded, toldFor } from './ended.ts';
import type { SessionFacts } from './session.ts';
import type { SessionsTable } from './table.ts';
import { newSessionToken } from './token.ts';

export async function insertSession(tx: Tx, session: SessionsTable): Promise<void> {
  await insert(tx, session);
}

const insert = prepared((db, session: SessionsTable) =>
  db.insertInto('sessions').values({
    id: session.id,
    token_hash: session.token_hash,
    account_id: session.account_id,
    transport: session.transport,
    remember: session.remember,
    created_at: session.created_at,
    last_seen_at: session.last_seen_at,
    idle_expires_at: session.idle_expires_at,
    expires_at: session.expires_at,
    amr: session.amr,
    aal: session.aal,
    auth_time: session.auth_time,
    second_auth_time: session.second_auth_time,
    address: session.address,
    device: session.device,
    trail_id: session.trail_id,
    unused: session.unused,
    admin_seen_at: session.admin_seen_at,
    actor_id: session.actor_id,
    actor_session_id: session.actor_session_id,
  }),
);

/** The account's living sessions, the newest first. One of an administrator who looks lives no longer than their own. */
export function listSessions(db: Db, accountId: string, now: number): Promise<SessionFacts[]> {
  return db
    .selectFrom('sessions')
    .select(['id', 'created_at', 'last_seen_at', 'idle_expires_at', 'expires_at', 'amr', 'aal'])
    .select(['auth_time', 'address', 'device', 'actor_id'])
    .where('account_id', '=', accountId)
    .where('idle_expires_at', '>', now)
    .where((or) =>
      or.or([
        or('actor_id', 'is', null),
        or.exists(
          or
            .selectFrom('sessions as own')
            .select('own.id')
            .whereRef('own.id', '=', 'sessions.actor_session_id')
            .where('own.idle_expires_at', '>', now),
        ),
      ]),
    )
    .orderBy('id', 'desc')
    .execute();
}

/** The session that an attempt has opened, if it is still there. */
export function findOpenedBy(
  db: Db,
  accountId: string,
  trailId: string,
): Promise<
  | (Pick<SessionsTable, 'unused' | 'last_seen_at' | 'idle_expires_at' | 'expires_at' | 'device'> & {
      transport: 'cookie' | 'bearer';
    })
  | undefined
> {
  return db
    .selectFrom('sessions')
    .select(['transport', 'unused', 'last_seen_at', 'idle_expires_at', 'expires_at', 'device'])
    .where('account_id', '=', accountId)
    .where('trail_id', '=', trailId)
    .$narrowType<{ transport: 'cookie' | 'bearer' }>()
    .executeTakeFirst();
}

/** Ends one session of this account; false when there is none of that id. */
export async function revokeSession(tx: Tx, accountId: string, id: string, end: End): Promise<boolean> {
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  if (id.includes('\0')) return false;
  const row = await tx
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning(ofEnded)
    .executeTakeFirst();
  if (row) await keepEnded(tx, [{ ...row, ...end }]);
  return row !== undefined;
}

/** Whether the session was not ended. */
export async function isThere(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom('sessions').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/**
 * When a session last proved who holds it, as it stands now; undefined when it's gone, or has another token than the one
 * it was read by: what the holder of the new token proved opens nothing for whoever sent the old one.
 */
export function findProofTimes(
  db: Db,
  { id, token_hash }: Pick<SessionsTable, 'id' | 'token_hash'>,
): Promise<Pick<SessionsTable, 'auth_time' | 'second_auth_time'> | undefined> {
  return db
    .selectFrom('sessions')
    .select(['auth_time', 'second_auth_time'])
    .where('id', '=', id)
    .where('token_hash', '=', token_hash)
    .executeTakeFirst();
}

/** Ends all sessions of the account but `keptId`, and answers how many there were. */
export async function revokeOtherSessions(
  tx: Tx,
  accountId: string,
  keptId: string,
  end: End,
): Promise<number> {
  const rows = await tx
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('id', '!=', keptId)
    .returning(ofEnded)
    .execute();
  await keepEnded(tx, endedBy(end, rows));
  return rows.length;
}

const endedBy = <Row>(end: End, rows: readonly Row[]) => rows.map((row) => ({ ...row, ...end }));

/** Ends the account's sessions that were opened without a second factor, and answers how many there were. */
export async function revokeWeakSessions(tx: Tx, accountId: string, end: End): Promise<number> {
  const rows = await tx
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('aal', '<', 2)
    .returning(ofEnded)
    .execute();
  await keepEnded(tx, endedBy(end, rows));
  return rows.length;
}

/**
 * Notes on a session that it was proved again who holds it; false when the session is gone. `level` is what this proof
 * amounts to by itself: a password is level 1 and leaves the time of the second factor as it was.
 */
export async function renewProof(
  tx: Tx,
  id: string,
  { amr, aal, level, now }: { amr: readonly string[]; aal: number; level: 1 | 2; now: number },
): Promise<boolean> {
  const row = await tx
    .updateTable('sessions')
    .set({ amr: JSON.stringify(amr), aal, auth_time: now, ...(level === 2 && { second_auth_time: now }) })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Answers a new token for the session; the one that it was found by is worth nothing from then on. Undefined when that
 * is so already, or the session is gone: of two at once one gets the session, and its holder stays logged in.
 */
export async function replaceToken(
  tx: Tx,
  { id, token_hash: held, transport }: Pick<SessionsTable, 'id' | 'token_hash' | 'transport'>,
): Promise<string | undefined> {
  const { token, hash } = newSessionToken(transport);
  const row = await tx
    .updateTable('sessions')
    .set({ token_hash: hash })
    .where('id', '=', id)
    .where('token_hash', '=', held)
    .returning('id')
    .executeTakeFirst();
  return row && token;
}

/** What is noted of a session that is used. */
export interface Use {
  readonly now: number;
  /** Where the session's use is noted: its idle end, which that puts off. */
  readonly idleExpiresAt?: number | undefined;
  /** Whether the use of the console is noted. */
  readonly isOfConsole: boolean;
  /** What was noted later than this stays: one write a minute, however many requests come at once. */
  readonly seenBefore: number;
}

/** Notes that a session is used, or that it uses the console, or both by one write. The first use is always noted. */
export async function noteUse(
  db: Db,
  id: string,
  { now, idleExpiresAt, isOfConsole, seenBefore }: Use,
): Promise<void> {
  const isSeen = idleExpiresAt !== undefined;
  await db
    .updateTable('sessions')
    .set({
      ...(isSeen && { last_seen_at: now, idle_expires_at: idleExpiresAt, unused: 0 }),
      ...(isOfConsole && { admin_seen_at: now }),
    })
    .where('id', '=', id)
    .where((or) =>
      or.or([
        ...(isSeen ? [or('last_seen_at', '<=', seenBefore), or('unused', '=', 1)] : []),
        ...(isOfConsole ? [or('admin_seen_at', 'is', null), or('admin_seen_at', '<=', seenBefore)] : []),
      ]),
    )
    .execute();
}

/** By what a session can be told to be gone, or to have left the console; undefined when it has ended. */
export function findAdminUse(
  db: Db,
  { id, token_hash }: Pick<SessionsTable, 'id' | 'token_hash'>,
  now: number,
): Promise<Pick<SessionsTable, 'auth_time' | 'second_auth_time' | 'admin_seen_at'> | undefined> {
  return db
    .selectFrom('sessions')
    .select(['auth_time', 'second_auth_time', 'admin_seen_at'])
    .where('id', '=', id)
    .where('token_hash', '=', token_hash)
    .where('idle_expires_at', '>', now)
    .executeTakeFirst();
}

/** Deletes the sessions that ran out, and keeps why. */
export async function deleteExpiredSessions(db: Db, now: number): Promise<void> {
  await inPieces((most) =>
    inTransaction(db, async (tx) => {
      const late = tx.selectFrom('sessions').select('id').where('idle_expires_at', '<=', now).limit(most);
      const rows = await tx
        .deleteFrom('sessions')
        .where('id', 'in', holdFreeRows(tx, late))
        .returning([...ofEnded, 'idle_expires_at', 'expires_at'])
        .execute();
      await keepEnded(
        tx,
        rows.map((row) => ({ ...row, ...runOut(row) })).filter(({ at }) => at > now - toldFor),
      );
      return { numDeletedRows: BigInt(rows.length) };
    }),
  );
}

/** How a session ended that nobody ended. */
export function runOut({
  idle_expires_at,
  expires_at,
}: Pick<SessionsTable, 'idle_expires_at' | 'expires_at'>): End {
  return { why: idle_expires_at < expires_at ? 'idle' : 'absolute', at: idle_expires_at };
}

/** Ends the oldest living sessions of the account until no more than `most` live, and answers their ids. */
export async function revokeOldestSessions(
  tx: Tx,
  accountId: string,
  most: number,
  now: number,
): Promise<string[]> {
  const [newest] = await newestToEnd(tx, { accountId, most, now });
  if (!newest) return [];
  const rows = await endUpTo(tx, { accountId, newest: newest.id, now });
  await keepEnded(tx, endedBy({ why: 'too-many', at: now }, rows));
  return rows.map(({ id }) => id);
}

const newestToEnd = prepared(
  (db, { accountId, most, now }: { accountId: string; most: number; now: number }) =>
    db
      .selectFrom('sessions')
      .select('id')
      .where('account_id', '=', accountId)
      .where('idle_expires_at', '>', now)
      // An administrator who looks takes no place of the owner's.
      .where('actor_id', 'is', null)
      .orderBy('id', 'desc')
      .limit(sql<number>`1`)
      .offset(most),
);

const endUpTo = prepared(
  (db, { accountId, newest, now }: { accountId: string; newest: string; now: number }) =>
    db
      .deleteFrom('sessions')
      .where('account_id', '=', accountId)
      .where('id', '<=', newest)
      .where('idle_expires_at', '>', now)
      .where('actor_id', 'is', null)
      .returning(['id', ...ofEnded]),
);
