import { sql } from 'kysely';
import { type Db, holdFreeRows, inPieces, type Tx } from '../db/index.ts';
import { newId } from '../ids.ts';
import type { Mail } from './compose.ts';
import { openMail, sealMail } from './sealed-mail.ts';
import type { MailKind } from './table.ts';

/** A mail, and what may be known of it without reading it. */
export interface Letter extends Mail {
  readonly kind: MailKind;
  /** Whose act or account it is about. */
  readonly accountId: string | null;
  /** The attempt that it is sent for. */
  readonly trailId?: string | null;
  /** Unix milliseconds: until when it can be asked for again. Left out, it is forgotten as soon as it is sent. */
  readonly keptUntil?: number;
}

/**
 * Puts a mail into the outbox, sealed, in the transaction of the act that it tells of: it goes out if that is kept, and
 * a moment later. `now` in Unix milliseconds. Answers the id of the mail.
 */
export async function queueMail(tx: Tx, secretKey: string, letter: Letter, now: number): Promise<string> {
  const id = newId();
  await tx
    .insertInto('outbox')
    .values({
      id,
      account_id: letter.accountId,
      kind: letter.kind,
      trail_id: letter.trailId ?? null,
      sealed: sealMail(secretKey, id, letter),
      created_at: now,
      due_at: now,
      tries: 0,
      claimed_until: 0,
      sent_at: null,
      failed_at: null,
      last_error: null,
      reply: null,
      kept_until: letter.keptUntil ?? 0,
      copies: 1,
    })
    .execute();
  return id;
}

/**
 * Sends a mail that was sent or given up once more, as it was; one that still waits goes out at once. From now on it
 * belongs to the attempt that asks.
 */
export async function queueAgain(
  tx: Tx,
  id: string,
  now: number,
  trailId: string | null = null,
): Promise<void> {
  await tx
    .updateTable('outbox')
    .set((row) => ({
      copies: row('copies', '+', 1),
      created_at: now,
      due_at: now,
      tries: row('tries', '+', 1),
      claimed_until: 0,
      sent_at: null,
      failed_at: null,
      last_error: null,
      reply: null,
      trail_id: trailId,
    }))
    .where('id', '=', id)
    .where('sealed', 'is not', null)
    .where((row) => row.or([row('sent_at', 'is not', null), row('failed_at', 'is not', null)]))
    .execute();
  await tx
    .updateTable('outbox')
    .set((row) => ({
      due_at: sql<number>`case when ${row.ref('due_at')} > ${now} then cast(${now} as bigint) else ${row.ref('due_at')} end`,
      trail_id: trailId,
    }))
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
}

/** Its link is used or ended, so nobody may ask for it again: what it said goes, or will with its sending. */
export async function releaseMails(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable('outbox').set({ kept_until: 0 }).where('id', 'in', ids).execute();
  await tx
    .updateTable('outbox')
    .set({ sealed: null })
    .where('id', 'in', ids)
    .where((row) => row.or([row('sent_at', 'is not', null), row('failed_at', 'is not', null)]))
    .execute();
}

/** Forgets what mails said whose links are late. */
export async function forgetLateMails(db: Db, now: number): Promise<void> {
  const late = db
    .selectFrom('outbox')
    .select('id')
    .where('sealed', 'is not', null)
    .where('kept_until', '<=', now)
    .where((row) => row.or([row('sent_at', 'is not', null), row('failed_at', 'is not', null)]));
  await inPieces((most) =>
    db
      .updateTable('outbox')
      .set({ sealed: null })
      .where('id', 'in', holdFreeRows(db, late.limit(most)))
      .executeTakeFirst(),
  );
}

const rowsAtOnce = 100;

/**
 * Seals under another key what was sealed under the old one. What opens under neither stays as it is. Killed and run
 * again, it goes on. Answers how many mails it has sealed anew.
 */
export async function resealMails(db: Db, oldKey: string, newKey: string): Promise<number> {
  let resealed = 0;
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('outbox')
      .select(['id', 'sealed'])
      .where('sealed', 'is not', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute();
    for (const { id, sealed } of rows) {
      const mail = openMail(oldKey, id, sealed);
      if (!mail) continue;
      await db
        .updateTable('outbox')
        .set({ sealed: sealMail(newKey, id, mail) })
        .where('id', '=', id)
        .where('sealed', '=', sealed)
        .execute();
      resealed += 1;
    }
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return resealed;
    after = last.id;
  }
}
