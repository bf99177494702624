import type { Selectable } from 'kysely';
import { deletePassword } from '../../src/factors/password/index.ts';
import { type Db, inTransaction, type Tables } from '../../src/kit/db/index.ts';
import { carried } from '../../src/operate/accounts-file/index.ts';
import type { TestApp } from './app.ts';
import { proveAddress } from './mails.ts';
import { freshName, goodPassword } from './names.ts';

/** Takes the password from an account, which no act of the product does. */
export async function losePassword(db: Db, accountId: string): Promise<void> {
  await inTransaction(db, (tx) => deletePassword(tx, accountId));
}

/** All that an account has of its own, whichever factors there are. Each table names the account alike. */
const others = carried.filter(
  (table) => table !== 'accounts' && table !== 'emails',
) as readonly 'passwords'[];

/** Takes everything from an account but its address. What it had is put back by the function that it answers. */
export async function loseAllButAddress(db: Db, accountId: string): Promise<() => Promise<void>> {
  const lost: { table: (typeof others)[number]; rows: readonly Selectable<Tables['passwords']>[] }[] = [];
  for (const table of others) {
    const rows = await db.selectFrom(table).selectAll().where('account_id', '=', accountId).execute();
    await db.deleteFrom(table).where('account_id', '=', accountId).execute();
    if (rows.length > 0) lost.push({ table, rows });
  }
  return async () => {
    for (const { table, rows } of lost) {
      await db.insertInto(table).values(rows).execute();
    }
  };
}

/** Somebody with a verified address and nothing else, in the browser in which the account was registered. */
export async function addressPerson(app: TestApp, address?: string) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  const accountId = body.account?.id ?? '';
  const email = await proveAddress(app, self, address);
  await losePassword(app.services.db, accountId);
  return { self, username, accountId, email };
}
