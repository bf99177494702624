import { sql } from 'kysely';
import { type Db, holdRows, type Tx } from '../../kit/db/index.ts';
import type { Place } from '../../kit/keyset.ts';
import type { AuditHeadTable, AuditKeysTable, AuditTable } from './table.ts';

/** The row of the head, held until the end of the transaction; undefined before the first row. */
export function holdHead(tx: Tx): Promise<AuditHeadTable | undefined> {
  return holdRows(tx, tx.selectFrom('audit_head').selectAll().where('id', '=', 1)).executeTakeFirst();
}

/** Makes the head before the first row. Of several that come first, the others wait and find it. */
export async function insertHead(tx: Tx, head: AuditHeadTable): Promise<void> {
  await tx
    .insertInto('audit_head')
    .values(head)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function setHead(tx: Tx, { seq, hash, mac }: Omit<AuditHeadTable, 'id'>): Promise<void> {
  await tx.updateTable('audit_head').set({ seq, hash, mac }).where('id', '=', 1).execute();
}

export async function insertRow(tx: Tx, row: AuditTable): Promise<void> {
  await tx.insertInto('audit').values(row).execute();
}

export function findNewest(db: Db): Promise<Pick<AuditTable, 'seq' | 'hash'> | undefined> {
  return db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

export function findHead(db: Db): Promise<AuditHeadTable | undefined> {
  return db.selectFrom('audit_head').selectAll().where('id', '=', 1).executeTakeFirst();
}

/** Where the chain begins and ends; 1 and 0 where there is no row. */
export interface Ends {
  readonly oldest: number;
  readonly newest: number;
  readonly head: AuditHeadTable | undefined;
}

/** The head is read last: rows may be appended meanwhile, and then it is the later one. */
export async function findEnds(db: Db): Promise<Ends> {
  const { rows } = await sql<{ oldest: string | null; newest: string | null }>`
    select (select cast(min(seq) as text) from audit) as oldest, (select cast(max(seq) as text) from audit) as newest
  `.execute(db);
  const { oldest, newest } = rows[0] ?? {};
  return { oldest: Number(oldest ?? 1), newest: Number(newest ?? 0), head: await findHead(db) };
}

const rowsAtOnce = 1000;

/**
 * Every row from the oldest on, a page at a time. Numbers are read as text: whoever changes the table from outside may have
 * written one that is too large for JavaScript, and reading it would fail on SQLite.
 */
export async function* readRows(db: Db): AsyncGenerator<AuditTable> {
  const text = (column: 'seq' | 'at') => sql<string>`cast(${sql.ref(column)} as text)`.as(`${column}_text`);
  const page = db
    .selectFrom('audit')
    .select(['actor_kind', 'actor_id', 'act', 'target_kind', 'target_id', 'reason', 'detail'])
    .select(['address', 'device', 'request_id', 'prev_hash', 'hash', text('seq'), text('at')])
    .orderBy('seq')
    .limit(rowsAtOnce);
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await page.where('seq', '>', after).execute();
    for (const { seq_text, at_text, ...row } of rows) {
      after = Number(seq_text);
      yield { ...row, seq: after, at: Number(at_text) };
    }
    if (rows.length < rowsAtOnce) return;
  }
}

export function listKeys(db: Db): Promise<AuditKeysTable[]> {
  return db.selectFrom('audit_keys').selectAll().orderBy('last_seq').execute();
}

/** When the oldest row was written; undefined when there is none. */
export async function findOldestTime(db: Db): Promise<number | undefined> {
  return (await db.selectFrom('audit').select('at').orderBy('seq').limit(1).executeTakeFirst())?.at;
}

export function findRowAt(db: Db, seq: number): Promise<AuditTable | undefined> {
  return db.selectFrom('audit').selectAll().where('seq', '=', seq).executeTakeFirst();
}

export function listOldest(db: Db, limit: number): Promise<AuditTable[]> {
  return db.selectFrom('audit').selectAll().orderBy('seq').limit(limit).execute();
}

/** Deletes the rows up to this one, and the keys that no other row was written under. */
export async function deleteThrough(tx: Tx, seq: number): Promise<void> {
  await tx.deleteFrom('audit').where('seq', '<=', seq).execute();
  await tx.deleteFrom('audit_keys').where('last_seq', '<=', seq).execute();
}

export async function insertKey(tx: Tx, key: AuditKeysTable): Promise<void> {
  await tx.insertInto('audit_keys').values(key).execute();
}

export async function setSealed(tx: Tx, lastSeq: number, sealed: string): Promise<void> {
  await tx.updateTable('audit_keys').set({ sealed }).where('last_seq', '=', lastSeq).execute();
}

/** Which rows to list. A row must match every filter that is given. */
export interface AuditQuery extends Place<number> {
  readonly actorId?: string | undefined;
  readonly targetId?: string | undefined;
  readonly act?: string | undefined;
  /** Unix milliseconds. */
  readonly since?: number | undefined;
}

/** The newest first; after a row, the ones that follow it, the oldest first. */
export function listRows(db: Db, query: AuditQuery): Promise<AuditTable[]> {
  const { limit, before, after, actorId, targetId, act, since } = query;
  const order = after === undefined ? 'desc' : 'asc';
  let rows = db.selectFrom('audit').selectAll().orderBy('seq', order).limit(limit);
  if (before !== undefined) rows = rows.where('seq', '<', before);
  if (after !== undefined) rows = rows.where('seq', '>', after);
  if (actorId !== undefined) rows = rows.where('actor_id', '=', actorId);
  if (targetId !== undefined) rows = rows.where('target_id', '=', targetId);
  if (act !== undefined) rows = rows.where('act', '=', act as AuditTable['act']);
  if (since !== undefined) rows = rows.where('at', '>=', since);
  return rows.execute();
}
