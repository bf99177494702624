import { sql } from 'kysely';
import type { Db, Tx } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import type { EmailCodesTable } from './table.ts';

/** Guesses at the codes of one subject, however many codes it is sent. */
export const mostTries = 5;

/** Counts a code before it is sent; false when the account had as many in this hour as it may. */
export async function countSending(tx: Tx, accountId: string, most: number, now: number): Promise<boolean> {
  const isOver = sql<boolean>`email_codes_sent.window_ends_at <= cast(${now} as bigint)`;
  const row = await tx
    .insertInto('email_codes_sent')
    .values({ account_id: accountId, count: 1, window_ends_at: now + hours(1) })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet({
          count: sql<number>`case when ${isOver} then 1 else email_codes_sent.count + 1 end`,
          window_ends_at: sql<number>`case when ${isOver} then cast(${now + hours(1)} as bigint) else email_codes_sent.window_ends_at end`,
        })
        .where(({ or, eb }) => or([isOver, eb('email_codes_sent.count', '<', most)])),
    )
    .returning('count')
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts a new code in the place of the subject's old one. The guesses stay counted (NIST SP 800-63B-4 §3.1.3). */
export async function replaceCode(
  tx: Tx,
  code: Pick<EmailCodesTable, 'account_id' | 'subject' | 'code_hash' | 'expires_at'>,
): Promise<void> {
  const { code_hash, expires_at } = code;
  await tx
    .insertInto('email_codes')
    .values({ ...code, tries: 0, used_at: null })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'subject']).doUpdateSet({ code_hash, expires_at, used_at: null }),
    )
    .execute();
}

export function findCode(db: Db, accountId: string, subject: string): Promise<EmailCodesTable | undefined> {
  return db
    .selectFrom('email_codes')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

/** Counts a guess before it is judged, and answers the hash that it must have; undefined when none may be made. */
export async function countTry(
  tx: Tx,
  accountId: string,
  subject: string,
  now: number,
): Promise<string | undefined> {
  const row = await tx
    .updateTable('email_codes')
    .set((code) => ({ tries: code('tries', '+', 1) }))
    .where('account_id', '=', accountId)
    .where('subject', '=', subject)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('tries', '<', mostTries)
    .returning('code_hash')
    .executeTakeFirst();
  return row?.code_hash;
}

/** Uses the code up: of parallel tries to do so one gets it. */
export async function consumeCode(
  tx: Tx,
  { accountId, subject, codeHash }: { accountId: string; subject: string; codeHash: string },
  now: number,
): Promise<boolean> {
  const row = await tx
    .updateTable('email_codes')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('subject', '=', subject)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('subject')
    .executeTakeFirst();
  return row !== undefined;
}

/** A code that has run out stays for an hour more, so that the guesses at its subject are not forgotten too early. */
export async function deleteExpiredEmailCodes(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('email_codes')
    .where('expires_at', '<=', now - hours(1))
    .execute();
  await db.deleteFrom('email_codes_sent').where('window_ends_at', '<=', now).execute();
}
