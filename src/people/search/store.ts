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

/** The present words of the account that a row belongs to, for the statement that changes the row to return. */
export const presentWords = (owner: 'emails.account_id') =>
  sql<string | null>`(select words from account_words where account_words.account_id = ${sql.ref(owner)})`;

/**
 * Writes what an address of an account became. `words` are those of now, as a statement returned them that came after the
 * one that held the account: two changes at once would else lose one of them.
 */
export async function putAddress(
  tx: Tx,
  accountId: string,
  words: string | null,
  { state, address }: { readonly state: AddressState; readonly address: string | null },
): Promise<void> {
  if (words !== null) await replaceWords(tx, accountId, words, withAddress(words, state, address));
}

/** Writes what the data of an account became, in the transaction that has changed it. */
export async function putData(tx: Tx, accountId: string, data: string, fields: SearchFields): Promise<void> {
  const words = await findWords(tx, accountId);
  if (words !== undefined) await replaceWords(tx, accountId, words, withData(words, data, fields));
}

/** Writes what the username of an account became, in the transaction that has changed it. */
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

/** Writes the words of accounts anew that the transaction holds, and returns how many had other ones or none. */
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
