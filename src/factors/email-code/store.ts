import { sql } from 'kysely';
import { type Db, deleteExpired, type Tx } from '../../kit/db/index.ts';
import type { EmailCodesTable } from './table.ts';

/** Guesses at one code. Those at the account go on being counted when it gets another (NIST SP 800-63B-4 §3.1.3). */
export const mostTries = 5;

/** Writes the code of a sign-in or session, in place of one that it had. */
export async function putCode(
  tx: Tx,
  code: Omit<EmailCodesTable, 'tries' | 'used_at' | 'previous_hash'>,
): Promise<void> {
  const { subject, ...fresh } = { ...code, tries: 0, used_at: null };
  await tx
    .insertInto('email_codes')
    .values({ subject, ...fresh, previous_hash: null })
    .onConflict((conflict) =>
      conflict
        .column('subject')
        .doUpdateSet((row) => ({ ...fresh, previous_hash: row.ref('email_codes.code_hash') })),
    )
    .execute();
}

export async function deleteCode(tx: Tx, subject: string): Promise<void> {
  await tx.deleteFrom('email_codes').where('subject', '=', subject).execute();
}

export function findCode(db: Db, subject: string): Promise<EmailCodesTable | undefined> {
  return db.selectFrom('email_codes').selectAll().where('subject', '=', subject).executeTakeFirst();
}

/** The codes of an account, the newest first; no more than the emails of an hour bring. */
export function listCodesOf(db: Db, accountId: string): Promise<EmailCodesTable[]> {
  return db
    .selectFrom('email_codes')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('expires_at', 'desc')
    .limit(20)
    .execute();
}

/** Whether a code can still be entered. */
export function isGood(
  { used_at, expires_at, tries }: Pick<EmailCodesTable, 'used_at' | 'expires_at' | 'tries'>,
  now: number,
): boolean {
  return used_at === null && expires_at > now && tries < mostTries;
}

interface Guess {
  readonly accountId: string;
  readonly subject: string;
  readonly codeHash: string;
}

/**
 * Counts a guess, judges it and uses the code up if it fits, in one statement: of parallel right guesses one is
 * right, of parallel wrong ones no more are judged than may be. Undefined when there is no code to guess at.
 */
export async function guessCode(
  tx: Tx,
  { accountId, subject, codeHash }: Guess,
  now: number,
): Promise<'right' | 'wrong' | undefined> {
  const row = await tx
    .updateTable('email_codes')
    .set((code) => ({
      tries: code('tries', '+', 1),
      used_at: sql<number | null>`case when code_hash = ${codeHash} then cast(${now} as bigint) end`,
    }))
    .where('account_id', '=', accountId)
    .where('subject', '=', subject)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('tries', '<', mostTries)
    .returning('used_at')
    .executeTakeFirst();
  if (!row) return undefined;
  return row.used_at === null ? 'wrong' : 'right';
}

export function deleteExpiredEmailCodes(db: Db, now: number): Promise<void> {
  return deleteExpired(db, 'email_codes', 'subject', now);
}
