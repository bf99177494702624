import { sql } from 'kysely';
import { gramValues, type Tx } from '../../kit/db/index.ts';
import {
  type AddressState,
  type Findable,
  type SearchFields,
  withAddress,
  withData,
  withUsername,
  wordsOf,
} from './lines.ts';

interface NewAccount {
  readonly id: string;
  readonly username: string;
  readonly data: string;
  readonly created_at: number;
}

/** Makes a new account findable. */
export async function insertWords(
  tx: Tx,
  { id, username, data, created_at }: NewAccount,
  fields: SearchFields,
): Promise<void> {
  const words = wordsOf({ username, verified: null, pending: null, data }, fields);
  await tx
    .insertInto('account_words')
    .values({ account_id: id, created_at, words, ...gramValues(tx, words) })
    .execute();
}

/** The current words of the account that a row belongs to, to be returned by the statement that changes the row. */
export const presentWords = (owner: 'emails.account_id') =>
  sql<string | null>`(select words from account_words where account_words.account_id = ${sql.ref(owner)})`;

/**
 * Updates an address in the words of an account. `words` are the current ones, returned by a statement that ran after the
 * account was held: otherwise one of two simultaneous changes would be lost.
 */
export async function putAddress(
  tx: Tx,
  accountId: string,
  words: string | null,
  { state, address }: { readonly state: AddressState; readonly address: string | null },
): Promise<void> {
  if (words !== null) await replaceWords(tx, accountId, words, withAddress(words, state, address));
}

/** Updates the data in the words of an account, in the transaction that changed it. */
export async function putData(tx: Tx, accountId: string, data: string, fields: SearchFields): Promise<void> {
  const words = await findWords(tx, accountId);
  if (words !== undefined) await replaceWords(tx, accountId, words, withData(words, data, fields));
}

/** Updates the username in the words of an account, in the transaction that changed it. */
export async function putUsername(tx: Tx, accountId: string, username: string): Promise<void> {
  const words = await findWords(tx, accountId);
  if (words !== undefined) await replaceWords(tx, accountId, words, withUsername(words, username));
}

async function findWords(tx: Tx, accountId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('account_words')
    .select('words')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.words;
}

async function replaceWords(tx: Tx, accountId: string, before: string, words: string): Promise<void> {
  if (words === before) return;
  await tx
    .updateTable('account_words')
    .set({ words, ...gramValues(tx, words) })
    .where('account_id', '=', accountId)
    .execute();
}

/** Rewrites the words of accounts that the transaction holds, and returns how many had different ones or none. */
export async function rewriteWords(
  tx: Tx,
  accounts: readonly (Findable & { readonly id: string; readonly created_at: number })[],
  fields: SearchFields,
): Promise<number> {
  const ids = accounts.map(({ id }) => id);
  const rows = await tx
    .selectFrom('account_words')
    .select(['account_id', 'words'])
    .where('account_id', 'in', ids)
    .execute();
  const present = new Map(rows.map(({ account_id: id, words }) => [id, words]));
  const wanted = accounts.map((one) => ({ ...one, words: wordsOf(one, fields) }));
  const changed = wanted.filter(({ id, words }) => present.get(id) !== words);
  for (const { id, words } of changed) {
    const before = present.get(id);
    if (before !== undefined) await replaceWords(tx, id, before, words);
  }
  const missing = changed.filter(({ id }) => !present.has(id));
  const values = missing.map(({ id, created_at, words }) => {
    return { account_id: id, created_at, words, ...gramValues(tx, words) };
  });
  if (values.length > 0) await tx.insertInto('account_words').values(values).execute();
  return changed.length;
}
