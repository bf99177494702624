import type { Expression } from 'kysely';
import { type Db, prepared, type Tx } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import type { TotpTable } from './table.ts';

/** Codes that may be tried to confirm a key before a new one must be begun. */
export const mostTries = 5;

/** How long a key that was begun may be confirmed. */
export const setUpLifetime = minutes(60);

/** Every login asks for it, so it is built once. */
export async function findTotp(db: Db, accountId: string): Promise<TotpTable | undefined> {
  return (await totpOf(db, { accountId }))[0];
}

const totpOf = prepared((db, { accountId }: { accountId: string }) =>
  db.selectFrom('totp').selectAll().where('account_id', '=', accountId),
);

export async function isTotpConfirmed(db: Db, accountId: string): Promise<boolean> {
  const row = await findTotp(db, accountId);
  return row !== undefined && row.confirmed_at !== null;
}

export function totpHolders(db: Db): Expression<string> {
  return db.selectFrom('totp').select('account_id').where('confirmed_at', 'is not', null).$asScalar();
}

/** Stores a key that is not confirmed yet, in the place of one that is not either; false when there is a confirmed one. */
export async function beginTotp(
  db: Db,
  begun: Pick<TotpTable, 'account_id' | 'secret' | 'subject' | 'created_at'>,
): Promise<boolean> {
  const fresh = { ...begun, last_step: 0, tries: 0 };
  const row = await db
    .insertInto('totp')
    .values({ ...fresh, confirmed_at: null })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(fresh).where('totp.confirmed_at', 'is', null),
    )
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Counts a try to confirm, before it is judged; undefined when none is left, or nothing that this subject has begun
 * waits to be confirmed.
 */
export function countConfirmation(
  db: Db,
  { accountId, subject, now }: { accountId: string; subject: string; now: number },
): Promise<TotpTable | undefined> {
  return db
    .updateTable('totp')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('account_id', '=', accountId)
    .where('subject', '=', subject)
    .where('confirmed_at', 'is', null)
    .where('tries', '<', mostTries)
    .where('created_at', '>', now - setUpLifetime)
    .returningAll()
    .executeTakeFirst();
}

/** Puts a key into force; false when it is in force already or another was begun. The code that confirmed it is spent. */
export async function confirmTotp(tx: Tx, { account_id, secret }: TotpTable, step: number, now: number) {
  const row = await tx
    .updateTable('totp')
    .set({ confirmed_at: now, last_step: step })
    .where('account_id', '=', account_id)
    .where('secret', '=', secret)
    .where('confirmed_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Accepts a step's code once: of parallel tries one wins, and no code of an earlier step is accepted after it
 * (RFC 6238 section 5.2). Only of the key that was judged, which may have been replaced meanwhile.
 */
export async function consumeStep(tx: Tx, { account_id, secret }: TotpTable, step: number): Promise<boolean> {
  const row = await tx
    .updateTable('totp')
    .set({ last_step: step })
    .where('account_id', '=', account_id)
    .where('secret', '=', secret)
    .where('last_step', '<', step)
    .where('confirmed_at', 'is not', null)
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Undefined when there was none; else whether it was in force. */
export async function deleteTotp(tx: Tx, accountId: string): Promise<{ wasConfirmed: boolean } | undefined> {
  const row = await tx
    .deleteFrom('totp')
    .where('account_id', '=', accountId)
    .returning('confirmed_at')
    .executeTakeFirst();
  return row && { wasConfirmed: row.confirmed_at !== null };
}
