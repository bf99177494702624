import type { Db } from '../../kit/db/index.ts';
import type { SecretChecksTable } from './table.ts';

type Name = 'secretKey' | 'password.pepper';

export async function findCheck(db: Db, name: Name): Promise<string | undefined> {
  const row = await db
    .selectFrom('secret_checks')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value;
}

/** Keeps the first: of two processes that start at once with different secrets, one is refused. */
export async function addCheck(db: Db, name: Name, value: string): Promise<void> {
  const row: SecretChecksTable = { name, value };
  await db
    .insertInto('secret_checks')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

export async function setCheck(db: Db, name: Name, value: string): Promise<void> {
  await db
    .insertInto('secret_checks')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
