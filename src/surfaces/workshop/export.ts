import type { Db } from '../../kit/db/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import { type RegisteredAccount, writeRegistered } from './write-registered.ts';

/** A document may take megabytes, so a page is short. */
const pageSize = 50;

export interface ExportCount {
  exported: number;
  /** Accounts without a password, which the workshop's file has no shape for. */
  withoutPassword: number;
}

/**
 * All accounts in the shape of the workshop's `registered.json`, in pieces of text. `count` is kept up to date.
 * Read page by page and not at one moment: what changes in the meantime may be in it or not, but each account
 * is whole.
 */
export function exportRegistered(db: Db, count: ExportCount): AsyncGenerator<string> {
  return writeRegistered(readAccounts(db, count));
}

async function* readAccounts(db: Db, count: ExportCount): AsyncGenerator<RegisteredAccount> {
  for (let page = await readPage(db, ''); page.length > 0; page = await readPage(db, page.at(-1)?.id ?? '')) {
    for (const { username, hash, wraps, pepper, data, created_at, last_login_at } of page) {
      if (hash === null || pepper === null) {
        count.withoutPassword += 1;
        continue;
      }
      count.exported += 1;
      yield {
        name: username,
        password: hash,
        wraps,
        pepper,
        data: JSON.parse(data) as JsonValue,
        createdAt: created_at,
        lastLoginAt: last_login_at,
      };
    }
  }
}

function readPage(db: Db, after: string) {
  return db
    .selectFrom('accounts')
    .leftJoin('passwords', 'passwords.account_id', 'accounts.id')
    .select(['id', 'username', 'data', 'created_at', 'last_login_at', 'hash', 'wraps', 'pepper'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(pageSize)
    .execute();
}
