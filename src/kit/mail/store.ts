import type { Db, Tx } from '../db/index.ts';
import type { OutboxTable } from './table.ts';

export type ClaimedMail = Pick<
  OutboxTable,
  'id' | 'recipient' | 'subject' | 'text' | 'html' | 'created_at' | 'tries'
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

/** How many mails are still to be sent, due or not. */
export async function countWaitingMails(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Takes up to `most` mails that are due, the longest due first; until `until` no other process gets them. Of
 * processes that take at once each mail goes to one: the others find it claimed when their turn comes.
 */
export function claimMails(
  db: Db,
  { now, until, most }: { now: number; until: number; most: number },
): Promise<ClaimedMail[]> {
  return db
    .updateTable('outbox')
    .set((row) => ({ claimed_until: until, tries: row('tries', '+', 1) }))
    .where('id', 'in', waiting(db, now).orderBy('due_at').orderBy('id').limit(most))
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('claimed_until', '<=', now)
    .returning(['id', 'recipient', 'subject', 'text', 'html', 'created_at', 'tries'])
    .execute();
}

/** Notes that it was handed over, and forgets what it said. */
export function markSent(db: Db, mail: ClaimedMail, now: number): Promise<void> {
  return settle(db, mail, { sent_at: now, last_error: null, text: '', html: '' });
}

/** Notes that nobody will try again, and forgets what it said. */
export function markFailed(db: Db, mail: ClaimedMail, now: number, reason: string): Promise<void> {
  return settle(db, mail, { failed_at: now, last_error: reason, text: '', html: '' });
}

/** Gives it back, to be tried again at `dueAt`. */
export function putOff(db: Db, mail: ClaimedMail, dueAt: number, reason: string): Promise<void> {
  return settle(db, mail, { due_at: dueAt, claimed_until: 0, last_error: reason });
}

/** Whoever was too slow has lost its claim to another, who counted a try more: then it says nothing. */
async function settle(db: Db, { id, tries }: ClaimedMail, changes: Partial<OutboxTable>): Promise<void> {
  await db
    .updateTable('outbox')
    .set(changes)
    .where('id', '=', id)
    .where('tries', '=', tries)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
}

/** The newest first. */
export function listMails(db: Db, limit: number): Promise<OutboxTable[]> {
  return db.selectFrom('outbox').selectAll().orderBy('id', 'desc').limit(limit).execute();
}

export async function findMail(db: Db, id: string): Promise<OutboxTable | undefined> {
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  if (id.includes('\0')) return undefined;
  return db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Forgets every mail to an address, sent or not: for the end of an account. */
export async function deleteMailsTo(tx: Tx, address: string): Promise<void> {
  await tx.deleteFrom('outbox').where('recipient', '=', address).execute();
}

export async function deleteMailsBefore(db: Db, time: number): Promise<void> {
  await db.deleteFrom('outbox').where('created_at', '<=', time).execute();
}
