import { sql } from 'kysely';
import { type Db, holdFreeRows, inPieces, type Tx } from '../db/index.ts';
import type { Mail } from './compose.ts';
import { openMail } from './sealed-mail.ts';
import type { MailKind, OutboxTable } from './table.ts';

export type ClaimedMail = Pick<
  OutboxTable,
  'id' | 'account_id' | 'kind' | 'sealed' | 'created_at' | 'tries' | 'copies'
>;

const waiting = (db: Db, now: number) =>
  db
    .selectFrom('outbox')
    .select('id')
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('due_at', '<=', now)
    .where('claimed_until', '<=', now);

/** Looks without writing, so that an empty outbox costs next to nothing. */
export async function isMailDue(db: Db, now: number): Promise<boolean> {
  return (await waiting(db, now).limit(1).executeTakeFirst()) !== undefined;
}

/** How many mails are still to be sent, due or not, and when the oldest was queued. */
export async function countWaitingMails(db: Db): Promise<{ count: number; oldestAt: number | undefined }> {
  const { count, oldest } = await db
    .selectFrom('outbox')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('created_at').as('oldest')])
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { count: Number(count), oldestAt: oldest === null ? undefined : Number(oldest) };
}

/**
 * Takes up to `most` mails that are due, the longest due first; until `until` no other process gets them. Processes
 * that take at once pass over what another is taking, so each of them gets mails of its own.
 */
export function claimMails(
  db: Db,
  { now, until, most }: { now: number; until: number; most: number },
): Promise<ClaimedMail[]> {
  return db
    .updateTable('outbox')
    .set((row) => ({ claimed_until: until, tries: row('tries', '+', 1) }))
    .where('id', 'in', holdFreeRows(db, waiting(db, now).orderBy('due_at').orderBy('id').limit(most)))
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('claimed_until', '<=', now)
    .returning(['id', 'account_id', 'kind', 'sealed', 'created_at', 'tries', 'copies'])
    .execute();
}

/** Notes that it was handed over, and forgets what it said unless it may be asked for again. */
export function markSent(db: Db, mail: ClaimedMail, now: number, reply?: string): Promise<void> {
  return settle(db, mail, { sent_at: now, last_error: null, reply: reply ?? null }, now);
}

/** Notes that nobody will try again, and forgets what it said unless it may be asked for again. */
export function markFailed(db: Db, mail: ClaimedMail, now: number, reason: string): Promise<void> {
  return settle(db, mail, { failed_at: now, last_error: reason }, now);
}

/** Gives it back, to be tried again at `dueAt`. */
export function putOff(db: Db, mail: ClaimedMail, dueAt: number, reason: string): Promise<void> {
  return settle(db, mail, { due_at: dueAt, claimed_until: 0, last_error: reason });
}

/**
 * Whoever was too slow has lost its claim to another, who counted a try more: then it says nothing. With `forgottenAt`
 * what the mail said goes, unless its link is good for longer.
 */
async function settle(
  db: Db,
  { id, tries }: ClaimedMail,
  changes: Partial<OutboxTable>,
  forgottenAt?: number,
): Promise<void> {
  const kept = sql<string | null>`case when kept_until > ${forgottenAt ?? 0} then sealed end`;
  await db
    .updateTable('outbox')
    .set({ ...changes, ...(forgottenAt !== undefined && { sealed: kept }) })
    .where('id', '=', id)
    .where('tries', '=', tries)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
}

/** A mail that can be read. */
export type OpenedMail = OutboxTable & Mail;

/** The newest first, without those whose content is forgotten. */
export async function listMails(db: Db, secretKey: string, limit: number): Promise<OpenedMail[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('sealed', 'is not', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => opened(secretKey, row) ?? []);
}

/** Undefined when there is none, or its content is forgotten. */
export async function findMail(db: Db, secretKey: string, id: string): Promise<OpenedMail | undefined> {
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  if (id.includes('\0')) return undefined;
  const row = await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
  return row && opened(secretKey, row);
}

function opened(secretKey: string, row: OutboxTable): OpenedMail | undefined {
  const mail = openMail(secretKey, row.id, row.sealed);
  return mail && { ...row, ...mail };
}

/**
 * The newest mail of one of these kinds about an account, without what it says; with `trailId` of those that were sent for
 * this attempt.
 */
export function findNewestMail(
  db: Db,
  accountId: string,
  kinds: readonly MailKind[],
  trailId?: string,
): Promise<OutboxTable | undefined> {
  let mails = db
    .selectFrom('outbox')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kind', 'in', kinds);
  if (trailId !== undefined) mails = mails.where('trail_id', '=', trailId);
  return mails.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
}

/** Forgets every mail about an account, sent or not: for its end. */
export async function deleteMailsOf(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('outbox').where('account_id', '=', accountId).execute();
}

export async function deleteMailsBefore(db: Db, time: number): Promise<void> {
  const late = db.selectFrom('outbox').select('id').where('created_at', '<=', time);
  await inPieces((most) =>
    db
      .deleteFrom('outbox')
      .where('id', 'in', holdFreeRows(db, late.limit(most)))
      .executeTakeFirst(),
  );
}
