import type { Expression } from 'kysely';
import type { Db, Tx } from '../../kit/db/index.ts';
import { codesInASet, hashRecoveryCode, newRecoveryCode, readRecoveryCode } from './code.ts';
import type { RecoveryCodesTable } from './table.ts';

/**
 * Gives the account ten new codes and answers them: this once, since only their hashes are kept. All old ones die.
 */
export async function replaceCodes(tx: Tx, accountId: string, now: number): Promise<string[]> {
  const codes = Array.from({ length: codesInASet }, newRecoveryCode);
  const rows = codes.map(
    (code, place): RecoveryCodesTable => ({
      account_id: accountId,
      place,
      code_hash: hashRecoveryCode(readRecoveryCode(code) ?? code),
      used_at: null,
      created_at: now,
    }),
  );
  await tx
    .insertInto('recovery_codes')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'place']).doUpdateSet((row) => ({
        code_hash: row.ref('excluded.code_hash'),
        used_at: null,
        created_at: now,
      })),
    )
    .execute();
  return codes;
}

/** Uses a code up, in one statement; false when it is none of the account, or was used before. */
export async function consumeCode(
  tx: Tx,
  accountId: string,
  codeHash: string,
  now: number,
): Promise<boolean> {
  const row = await tx
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .returning('place')
    .executeTakeFirst();
  return row !== undefined;
}

/** How many codes are left to use. */
export async function countCodesLeft(db: Db, accountId: string): Promise<number> {
  const { left } = await db
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll<number | string>().as('left'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(left);
}

/** When a code of the account was used; undefined where it is none of them, or was not. */
export async function findUseOf(db: Db, accountId: string, codeHash: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('recovery_codes')
    .select('used_at')
    .where('account_id', '=', accountId)
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
  return row?.used_at ?? undefined;
}

/** Whether these are all codes of the account, and none of them was used. */
export async function areFreshCodes(db: Db, accountId: string, codes: readonly string[]): Promise<boolean> {
  if (codes.length !== codesInASet) return false;
  const hashes = codes.map((code) => hashRecoveryCode(readRecoveryCode(code) ?? ''));
  const rows = await db
    .selectFrom('recovery_codes')
    .select('place')
    .where('account_id', '=', accountId)
    .where('code_hash', 'in', hashes)
    .where('used_at', 'is', null)
    .execute();
  return rows.length === codesInASet;
}

/** When the account's codes were made, and how many are left to use; undefined when it has none. */
export async function findCodes(
  db: Db,
  accountId: string,
): Promise<{ readonly madeAt: number; readonly left: number } | undefined> {
  const [first, ...others] = await db
    .selectFrom('recovery_codes')
    .select(['created_at', 'used_at'])
    .where('account_id', '=', accountId)
    .execute();
  if (!first) return undefined;
  const left = [first, ...others].filter(({ used_at }) => used_at === null).length;
  return { madeAt: first.created_at, left };
}

export function recoveryCodeHolders(db: Db): Expression<string> {
  return db.selectFrom('recovery_codes').select('account_id').$asScalar();
}

/** Ends them all: without a second factor there is nothing that they could stand in for. */
export async function deleteCodes(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
}
