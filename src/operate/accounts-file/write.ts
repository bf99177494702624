import { sql } from 'kysely';
import type { Db } from '../../kit/db/index.ts';
import { type CarriedRow, type CarriedTable, carried, type FileHead } from './carried.ts';
import { secretKeyCheck } from './secret-key-check.ts';

/** Small, because the data of an account may take megabytes. */
const pageSize = 50;

/**
 * All accounts with their IDs, passwords, addresses and second factors, one JSON object per line. Authenticator app keys
 * stay encrypted with the secret key. Accounts are read page by page, so changes made meanwhile may be missing. Updates
 * `count`.
 */
export async function* writeAccounts(
  db: Db,
  secretKey: string | undefined,
  count: { exported: number },
): AsyncGenerator<string> {
  const head: FileHead = { latchkey: 'accounts', format: 1, secretKey: secretKeyCheck(secretKey) };
  yield `${JSON.stringify(head)}\n`;
  for (let after = ''; ; ) {
    const page = await db.transaction().execute((tx) => readPage(tx, after));
    for (const account of page) yield `${JSON.stringify(account)}\n`;
    count.exported += page.length;
    const last = page.at(-1)?.accounts[0]?.id;
    if (last === undefined) break;
    after = String(last);
  }
  yield `${JSON.stringify({ end: count.exported })}\n`;
}

async function readPage(tx: Db, after: string) {
  const accounts = await rowsOf(tx, 'accounts', sql`id > ${after} order by id limit ${pageSize}`);
  const ids = accounts.map(({ id }) => String(id));
  const pieces = new Map<CarriedTable, readonly CarriedRow[]>();
  for (const table of carried.slice(1)) {
    const rows = ids.length === 0 ? [] : await rowsOf(tx, table, sql`account_id in (${sql.join(ids)})`);
    pieces.set(table, rows);
  }
  return accounts.map((account) => {
    const own = carried.slice(1).map((table) => {
      const rows = pieces.get(table) ?? [];
      return [table, rows.filter(({ account_id: owner }) => owner === account.id)] as const;
    });
    return { accounts: [account], ...Object.fromEntries(own) };
  });
}

async function rowsOf(db: Db, table: CarriedTable, where: ReturnType<typeof sql>): Promise<CarriedRow[]> {
  const { rows } = await sql<CarriedRow>`select * from ${sql.table(table)} where ${where}`.execute(db);
  return rows;
}
