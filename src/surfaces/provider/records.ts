import { type Db, holdFreeRows, inPieces, prepared } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { AppRecordsTable, AppSessionsTable } from './table.ts';

export interface FoundRecord {
  payload: string;
  consumed_at: number | null;
}

/** What a record is found by: its kind goes in, so that a token of one kind is none of another. */
export const recordHash = (kind: string, id: string): string => hashToken(`${kind}:${id}`);

/**
 * The one place that says when a code or token is valid: its grant is neither revoked nor over, and the session that the grant lives
 * in, if it lives in one, is not over either and has proved as much as the policy asks for. So what ends a grant or a session ends all of them, in one statement.
 */
const living = prepared<{ idHash: string; now: number; leastAal: number }, FoundRecord>(
  (db, { idHash, now, leastAal }) =>
    db
      .selectFrom('app_records as r')
      .leftJoin('app_grants as g', 'g.id', 'r.grant_id')
      .leftJoin('sessions as s', 's.id', 'g.session_id')
      .select(['r.payload', 'r.consumed_at'])
      .where('r.id_hash', '=', idHash)
      .where((eb) =>
        eb.or([
          eb('r.grant_id', 'is', null),
          eb.and([
            eb('g.revoked_at', 'is', null),
            eb('g.expires_at', '>', now),
            eb.or([
              eb('g.session_id', 'is', null),
              eb.and([eb('s.idle_expires_at', '>', now), eb('s.aal', '>=', leastAal)]),
            ]),
          ]),
        ]),
      ),
);

/** A record that lives. Those under a grant end with its session, also where that has less than the level `leastAal`. */
export async function findRecord(
  db: Db,
  kind: string,
  id: string,
  { now, leastAal = 1 }: { now: number; leastAal?: number },
): Promise<FoundRecord | undefined> {
  return (await living(db, { idHash: recordHash(kind, id), now, leastAal }))[0];
}

export interface NewRecord {
  readonly kind: string;
  readonly id: string;
  readonly grantId: string | null;
  readonly payload: string;
  readonly expiresAt: number;
  /** Of a device that waits for somebody, by what they type. */
  readonly userCodeHash?: string | null;
}

type WrittenRecord = Omit<AppRecordsTable, 'consumed_at' | 'polled_at'>;

const write = prepared((db, record: WrittenRecord) => {
  const { id_hash, kind, grant_id, user_code_hash, payload, expires_at } = record;
  return db
    .insertInto('app_records')
    .values({
      ...{ id_hash, kind, grant_id, user_code_hash, payload, expires_at },
      ...{ consumed_at: null, polled_at: null },
    })
    .onConflict((conflict) => conflict.column('id_hash').doUpdateSet({ payload, expires_at }));
});

/** Writes a record, or writes it anew. What was used stays used. */
export async function saveRecord(
  db: Db,
  { kind, id, grantId, payload, expiresAt, userCodeHash = null }: NewRecord,
): Promise<void> {
  await write(db, {
    ...{ id_hash: recordHash(kind, id), kind, grant_id: grantId, user_code_hash: userCodeHash },
    ...{ payload, expires_at: expiresAt },
  });
}

/** Notes that something was used; false when it was used before. */
export async function insertOnce(db: Db, id: string, expiresAt: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('app_records')
    .values({
      id_hash: recordHash('ReplayDetection', id),
      kind: 'ReplayDetection',
      grant_id: null,
      user_code_hash: null,
      payload: '{}',
      expires_at: expiresAt,
      consumed_at: null,
      polled_at: null,
    })
    .onConflict((conflict) => conflict.column('id_hash').doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Notes that a device asks whether it was let in; false when it asked less than `every` milliseconds ago. */
export async function notePoll(db: Db, id: string, now: number, every: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('app_records')
    .set({ polled_at: now })
    .where('id_hash', '=', recordHash('DeviceCode', id))
    .where((eb) => eb.or([eb('polled_at', 'is', null), eb('polled_at', '<=', now - every)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const consume = prepared<{ idHash: string; now: number }, { id_hash: string }>((db, { idHash, now }) =>
  db
    .updateTable('app_records')
    .set({ consumed_at: now })
    .where('id_hash', '=', idHash)
    .where('consumed_at', 'is', null)
    .returning('id_hash'),
);

/** Uses a record up, in one statement: of several that try at once one is told true. */
export async function consumeRecord(db: Db, kind: string, id: string, now: number): Promise<boolean> {
  return (await consume(db, { idHash: recordHash(kind, id), now })).length > 0;
}

/** False when it is gone already. */
export async function deleteRecord(db: Db, kind: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('app_records')
    .where('id_hash', '=', recordHash(kind, id))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** How long a code or token is kept after its time, so that a late use of it is told from one of something unknown. */
const keptFor = days(1);

/** Deletes codes and tokens that ran out a while ago, and what waited for somebody and is over. */
export async function deleteOldRecords(db: Db, now: number): Promise<void> {
  const records = db.selectFrom('app_records').select('id_hash');
  const late = records.where('expires_at', '<=', now - keptFor);
  const waited = records.where('grant_id', 'is', null).where('expires_at', '<=', now);
  // One after the other, each by its index: what is kept for a day isn't read again each minute.
  for (const old of [late, waited]) {
    await inPieces((most) =>
      db
        .deleteFrom('app_records')
        .where('id_hash', 'in', holdFreeRows(db, old.limit(most)))
        .executeTakeFirst(),
    );
  }
}

const ofSession = prepared((db, { sessionId }: { sessionId: string }) =>
  db.selectFrom('app_sessions').selectAll().where('session_id', '=', sessionId),
);

export function listAppSessions(db: Db, sessionId: string): Promise<AppSessionsTable[]> {
  return ofSession(db, { sessionId });
}

export type SignInToApp = Pick<AppSessionsTable, 'session_id' | 'app_id' | 'account_id' | 'sid' | 'grant_id'>;

/** Notes that a session was used to sign in to an app. */
export async function saveAppSession(db: Db, row: SignInToApp): Promise<void> {
  const untold = { over_at: null, due_at: 0, claimed_until: 0, tries: 0, told_at: null };
  await db
    .insertInto('app_sessions')
    .values((eb) => ({
      ...row,
      ...untold,
      // Null at once if it has ended meanwhile.
      open_session_id: eb.selectFrom('sessions').select('id').where('id', '=', row.session_id),
    }))
    .onConflict((conflict) =>
      conflict.columns(['session_id', 'app_id']).doUpdateSet({ grant_id: row.grant_id, ...untold }),
    )
    .execute();
}

/** Forgets the sign-ins to apps of sessions that are over, once the apps have been told. */
export async function deleteOldAppSessions(db: Db, now: number): Promise<void> {
  const told = db
    .selectFrom('app_sessions')
    .select('session_id')
    .where('open_session_id', 'is', null)
    .where('told_at', '<=', now);
  await inPieces((most) =>
    db
      .deleteFrom('app_sessions')
      .where('session_id', 'in', holdFreeRows(db, told.limit(most)))
      .where('told_at', '<=', now)
      .executeTakeFirst(),
  );
}
