import type { Selectable } from 'kysely';
import { type Database, type Db, holdRows, inTransaction, prepared, type Tx } from '../../kit/db/index.ts';
import { insertWords, putData, putUsername, type SearchFields } from '../search/index.ts';
import type { Admission } from './admission.ts';
import { closureOf } from './closed.ts';
import { insertLookalikes, replaceLookalikes } from './lookalikes.ts';
import type { AccountsTable } from './table.ts';

export type AccountRow = Omit<
  Selectable<AccountsTable>,
  'data' | 'data_version' | 'second_factor_required' | 'disabled_reason'
>;

export const accountColumns = [
  'id',
  'username',
  'username_key',
  'created_at',
  'updated_at',
  'last_login_at',
  'security_version',
  'disabled_at',
  'deleted_at',
  'app_roles',
  'attributes',
] as const;

/** What an open account has where a closed one says since when. */
export const openState = { disabled_at: null, deleted_at: null } as const;

/** The look-ups of every login, compiled once. */
export interface AccountReader {
  findByKey(usernameKey: string): Promise<AccountRow | undefined>;
}

export function createAccountReader(database: Database): AccountReader {
  const byKey = database.prepareRead<AccountRow>(
    'account-by-key',
    database.db.selectFrom('accounts').select(accountColumns).where('username_key', '=', ''),
  );
  return {
    // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
    findByKey: async (usernameKey) => (usernameKey.includes('\0') ? undefined : byKey([usernameKey])),
  };
}

/**
 * The one place where accounts are made, for whoever shows that there may be one. Answers false when the name is taken;
 * the unique index decides, whoever else is registering. `fields` are those of its data that it is found by
 * (`search.dataFields`).
 */
export async function insertAccount(
  tx: Tx,
  account: Omit<AccountRow, 'security_version' | 'app_roles' | 'attributes' | keyof typeof openState> &
    Pick<AccountsTable, 'data'>,
  _admission: Admission,
  fields: SearchFields,
): Promise<boolean> {
  const row = await tx
    .insertInto('accounts')
    .values({ ...account, ...openState, disabled_reason: null, data_version: 1, second_factor_required: 0 })
    .onConflict((conflict) => conflict.column('username_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await insertLookalikes(tx, account.id, { username: account.username, key: account.username_key });
  await insertWords(tx, account, fields);
  return true;
}

const byId = prepared((db, { id }: { id: string }) =>
  db.selectFrom('accounts').select(accountColumns).where('id', '=', id),
);

export async function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  return (await byId(db, { id }))[0];
}

/** By its folded name (`usernameKey`), for who has no reader. */
export async function findAccountByKey(db: Db, usernameKey: string): Promise<AccountRow | undefined> {
  if (usernameKey.includes('\0')) return undefined;
  return db
    .selectFrom('accounts')
    .select(accountColumns)
    .where('username_key', '=', usernameKey)
    .executeTakeFirst();
}

/** Whether anybody has registered here. */
export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function recordLogin(tx: Tx, id: string, now: number): Promise<void> {
  await setLastLogin(tx, { id, now });
}

const setLastLogin = prepared((db, { id, now }: { id: string; now: number }) =>
  db.updateTable('accounts').set({ last_login_at: now }).where('id', '=', id),
);

/** Disables an account, or enables it again; false when it was so before. `why` is for other admins alone. */
export async function setDisabled(
  tx: Tx,
  id: string,
  disabled: { at: number; why: string } | null,
): Promise<boolean> {
  const row = await tx
    .updateTable('accounts')
    .set({ disabled_at: disabled?.at ?? null, disabled_reason: disabled?.why ?? null })
    .where('id', '=', id)
    .where('disabled_at', disabled ? 'is' : 'is not', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Begins the grace of a deletion at `now`, or ends it with null; false when it was so before. */
export async function setDeletion(tx: Tx, id: string, now: number | null): Promise<boolean> {
  const row = await tx
    .updateTable('accounts')
    .set({ deleted_at: now })
    .where('id', '=', id)
    .where('deleted_at', now === null ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Accounts whose deletion began at `before` or earlier, the longest first. */
export async function listDeletedBefore(db: Db, before: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('deleted_at', 'is not', null)
    .where('deleted_at', '<=', before)
    .orderBy('deleted_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Gives the account another name, by which it's found from then on; false when somebody else has it. */
export async function renameAccount(
  tx: Tx,
  id: string,
  { username, key }: { readonly username: string; readonly key: string },
): Promise<boolean> {
  const holder = await findAccountByKey(tx, key);
  if (holder && holder.id !== id) return false;
  await tx.updateTable('accounts').set({ username, username_key: key }).where('id', '=', id).execute();
  await replaceLookalikes(tx, id, { username, key });
  await putUsername(tx, id, username);
  return true;
}

/** Every row that refers to the account goes with it, by the foreign keys. False when it is gone already. */
export async function deleteAccount(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.deleteFrom('accounts').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

export interface DataRow {
  data: string;
  data_version: number;
}

export function findData(db: Db, id: string): Promise<DataRow | undefined> {
  return db.selectFrom('accounts').select(['data', 'data_version']).where('id', '=', id).executeTakeFirst();
}

export interface DataChange {
  readonly data: string;
  readonly now: number;
  /** Those that the account is found by (`search.dataFields`). */
  readonly fields: SearchFields;
  /** It is written only over this version. */
  readonly expected?: number | undefined;
}

/**
 * Writes the document and answers its new version. With `expected` it is written only over that version,
 * in one statement, so of two writers who read the same one wins; undefined says that it was not this one.
 */
export function writeData(db: Db, id: string, change: DataChange): Promise<number | undefined> {
  if (change.fields.length === 0) return setData(db, id, change);
  return inTransaction(db, async (tx) => {
    const version = await setData(tx, id, change);
    if (version !== undefined) await putData(tx, id, change.data, change.fields);
    return version;
  });
}

async function setData(db: Db, id: string, { data, now, expected }: DataChange): Promise<number | undefined> {
  let update = db
    .updateTable('accounts')
    .set((row) => ({ data, updated_at: now, data_version: row('data_version', '+', 1) }))
    .where('id', '=', id);
  if (expected !== undefined) update = update.where('data_version', '=', expected);
  return (await update.returning('data_version').executeTakeFirst())?.data_version;
}

export async function touchAccount(tx: Tx, id: string, now: number): Promise<void> {
  await tx.updateTable('accounts').set({ updated_at: now }).where('id', '=', id).execute();
}

/**
 * Holds the account until the end of the transaction; false when it is gone or closed, or with a `securityVersion` when
 * its password or factors were changed since that. What lets somebody in, and what changes who gets in, does this before
 * anything else: each is over before the other begins, and two that lock their rows in one order never wait crosswise.
 */
export async function holdAccount(tx: Tx, id: string, securityVersion?: number): Promise<boolean> {
  const [held] = await heldAccount(tx, { id });
  if (!held || closureOf(held) !== undefined) return false;
  return securityVersion === undefined || held.security_version === securityVersion;
}

/** The same for what lets nobody in, such as counting a wrong guess: false only when the account is gone. */
export async function holdEvenClosed(tx: Tx, id: string): Promise<boolean> {
  return (await heldAccount(tx, { id })).length > 0;
}

const heldAccount = prepared((db, { id }: { id: string }) =>
  holdRows(
    db,
    db.selectFrom('accounts').select(['security_version', 'disabled_at', 'deleted_at']).where('id', '=', id),
  ),
);

/**
 * Raises the account's `security_version` in the transaction of a change of its password or factors, or of a recovery,
 * and returns the new one. Every browser that was known to the account is a stranger from then on: hand the browser
 * that makes the change a new cookie (`rememberDevice`). A rehash isn't such a change. Throws if the account is gone.
 */
export async function raiseSecurityVersion(tx: Tx, id: string): Promise<number> {
  const { security_version } = await tx
    .updateTable('accounts')
    .set((row) => ({ security_version: row('security_version', '+', 1) }))
    .where('id', '=', id)
    .returning('security_version')
    .executeTakeFirstOrThrow();
  return security_version;
}

/** Whether this account must have a second factor, whatever the configuration says. */
export async function requiresSecondFactor(db: Db, id: string): Promise<boolean> {
  return (await secondFactorRuleOf(db, { id }))[0]?.second_factor_required === 1;
}

const secondFactorRuleOf = prepared((db, { id }: { id: string }) =>
  db.selectFrom('accounts').select('second_factor_required').where('id', '=', id),
);

/** Sets that rule, or takes it back; false when it was so before. */
export async function setSecondFactorRule(tx: Tx, id: string, required: boolean): Promise<boolean> {
  const row = await tx
    .updateTable('accounts')
    .set({ second_factor_required: required ? 1 : 0 })
    .where('id', '=', id)
    .where('second_factor_required', '=', required ? 0 : 1)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps the names of the account's roles for apps where a session check finds them. */
export async function setAppRoles(tx: Tx, id: string, names: readonly string[]): Promise<void> {
  const app_roles = names.length === 0 ? null : JSON.stringify(names);
  await tx.updateTable('accounts').set({ app_roles }).where('id', '=', id).execute();
}

/** Sets what admins say of the account. The transaction holds it. */
export async function setAttributes(
  tx: Tx,
  id: string,
  attributes: Readonly<Record<string, unknown>>,
  now: number,
): Promise<void> {
  const text = Object.keys(attributes).length === 0 ? null : JSON.stringify(attributes);
  await tx.updateTable('accounts').set({ attributes: text, updated_at: now }).where('id', '=', id).execute();
}
