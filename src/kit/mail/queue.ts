import type { Db, Tx } from '../db/index.ts';
import { type KeysetPage, type Place, pageOf } from '../keyset.ts';
import { openMail } from './sealed-mail.ts';
import type { OutboxTable } from './table.ts';

/** How far a mail is: `given-up` is one that nobody tries any more. */
export type MailState = 'waiting' | 'sent' | 'given-up';

export const mailStates: readonly MailState[] = ['waiting', 'given-up', 'sent'];

/** A mail as whoever looks after the outbox may see it: never with what it says. */
export interface QueuedMail extends Omit<OutboxTable, 'sealed'> {
  readonly state: MailState;
  /** Undefined once it's forgotten. */
  readonly recipient: string | undefined;
}

interface QueueQuery extends Place<string> {
  readonly state?: MailState | undefined;
}

/** Mails of the outbox, the newest first. */
export async function pageOfMails(
  db: Db,
  secretKey: string,
  query: QueueQuery,
): Promise<KeysetPage<QueuedMail, string>> {
  const { state, before, after, limit } = query;
  let mails = db
    .selectFrom('outbox')
    .selectAll()
    .orderBy('id', after === undefined ? 'desc' : 'asc')
    .limit(limit + 1);
  if (before !== undefined) mails = mails.where('id', '<', before);
  if (after !== undefined) mails = mails.where('id', '>', after);
  if (state === 'sent') mails = mails.where('sent_at', 'is not', null);
  if (state === 'given-up') mails = mails.where('failed_at', 'is not', null);
  if (state === 'waiting') mails = mails.where('sent_at', 'is', null).where('failed_at', 'is', null);
  const page = pageOf(await mails.execute(), query, ({ id }) => id);
  return { ...page, items: page.items.map((row) => withoutContent(secretKey, row)) };
}

/** The same of one mail. */
export async function findQueued(db: Db, secretKey: string, id: string): Promise<QueuedMail | undefined> {
  if (id.includes('\0')) return undefined;
  const row = await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
  return row && withoutContent(secretKey, row);
}

function withoutContent(secretKey: string, { sealed, ...row }: OutboxTable): QueuedMail {
  return { ...row, state: stateOf(row), recipient: openMail(secretKey, row.id, sealed)?.to };
}

function stateOf({ sent_at, failed_at }: Pick<OutboxTable, 'sent_at' | 'failed_at'>): MailState {
  if (sent_at !== null) return 'sent';
  return failed_at === null ? 'waiting' : 'given-up';
}

/**
 * Sends a mail at once that waits for its next try or was given up, with all tries before it. False when it was sent, is
 * under way, or what it said is forgotten.
 */
export async function retryMail(tx: Tx, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('outbox')
    // Whoever still holds it from before has lost it: the count of tries is another.
    .set((row) => ({
      ...{ created_at: now, due_at: now, tries: row('tries', '+', 1), claimed_until: 0 },
      ...{ failed_at: null, last_error: null, reply: null },
    }))
    .where('id', '=', id)
    .where('sealed', 'is not', null)
    .where('sent_at', 'is', null)
    .where((row) => row.or([row('failed_at', 'is not', null), row('claimed_until', '<=', now)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
