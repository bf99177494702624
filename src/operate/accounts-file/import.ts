import { insertPassword, type PasswordHasher } from '../../factors/password/index.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { admitForOperator, insertAccount } from '../../people/accounts/index.ts';
import { findAccountByVerifiedEmail } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { rewriteWords } from '../../people/search/index.ts';
import { type CarriedAccount, type CarriedRow, type CarriedTable, carried, columnsOf } from './carried.ts';
import { AccountsFileError, readAccountsFile } from './read.ts';
import { faultOf, needsEmail } from './rules.ts';
import { secretKeyCheck } from './secret-key-check.ts';

export interface AccountsImport {
  /** Undefined for a dry run without a database. */
  readonly database: Database | undefined;
  readonly secretKey: string | undefined;
  readonly hasher: Pick<PasswordHasher, 'canVerify' | 'hasItsPepper'>;
  readonly client: Client;
  /** `search.dataFields`. */
  readonly searchFields: readonly string[];
  readonly dryRun: boolean;
  readonly now: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

export interface AccountsImportReport {
  total: number;
  imported: number;
  /** Imported accounts that can only sign in by email. */
  byEmailAlone: number;
  /** Accounts that exist already with the same ID and username. */
  alreadyThere: number;
  readonly skipped: { line: number; name: string; reason: string }[];
  stopped: boolean;
}

/**
 * Imports the accounts of an export with their IDs, passwords, addresses and second factors. Each account is written in
 * its own transaction, so an import can be stopped and run again. Throws `AccountsFileError` when the file can't be read,
 * or its authenticator app keys are encrypted with another secret key.
 */
export async function importAccountsFile(
  text: string,
  options: AccountsImport,
): Promise<AccountsImportReport> {
  const { database, secretKey, signal, onProgress } = options;
  const { head, lines } = readAccountsFile(text);
  const hasSealed = lines.some(
    ({ account }) => typeof account !== 'string' && (account.totp ?? []).length > 0,
  );
  if (hasSealed && head.secretKey !== secretKeyCheck(secretKey)) {
    throw new AccountsFileError(
      'Its authenticator app keys are encrypted with another secret key.',
      'Run the import with the secret key of the server that exported it (LATCHKEY_SECRET_KEY_FILE).',
    );
  }
  const rules = {
    ...options,
    secretKey: secretKey ?? '',
    columns: database && (await columnsOf(database.db)),
  };
  const report: AccountsImportReport = {
    total: lines.length,
    imported: 0,
    byEmailAlone: 0,
    alreadyThere: 0,
    skipped: [],
    stopped: false,
  };
  for (const [at, { line, name, account }] of lines.entries()) {
    if (signal?.aborted) return { ...report, stopped: true };
    const fault = typeof account === 'string' ? account : faultOf(account, rules);
    const outcome =
      fault !== undefined || typeof account === 'string'
        ? { reason: fault ?? '' }
        : await take(account, options);
    if (outcome === 'imported') {
      report.imported += 1;
      if (typeof account !== 'string' && needsEmail(account)) report.byEmailAlone += 1;
    } else if (outcome === 'already-there') report.alreadyThere += 1;
    else report.skipped.push({ line, name, reason: outcome.reason });
    onProgress?.(at + 1, lines.length);
  }
  return report;
}

type Outcome = 'imported' | 'already-there' | { readonly reason: string };

async function take(account: CarriedAccount, options: AccountsImport): Promise<Outcome> {
  const { database, dryRun } = options;
  if (!database) return 'imported';
  const { db } = database;
  const conflict = await findConflict(db, account);
  if (conflict !== undefined || dryRun) return conflict ?? 'imported';
  try {
    await inTransaction(db, (tx) => add(tx, account, options));
    return 'imported';
  } catch (error) {
    if (!isTaken(error)) throw error;
    return {
      reason: 'Its username, email address, passkey or connected account belongs to another account here.',
    };
  }
}

async function findConflict(db: Db, account: CarriedAccount): Promise<Outcome | undefined> {
  const [row = {}] = account.accounts;
  const id = String(row.id);
  const there = await db
    .selectFrom('accounts')
    .select(['id', 'username_key'])
    .where((where) => where.or([where('id', '=', id), where('username_key', '=', String(row.username_key))]))
    .execute();
  if (there.some((one) => one.id === id && one.username_key === row.username_key)) return 'already-there';
  if (there.some((one) => one.id === id)) return { reason: 'Its ID belongs to another account here.' };
  if (there.length > 0) return { reason: 'The username is already taken.' };
  for (const { address_key: key, verified_at: verifiedAt } of account.emails) {
    if (verifiedAt !== null && (await findAccountByVerifiedEmail(db, String(key)))) {
      return { reason: 'Its email address belongs to another account here.' };
    }
  }
  return undefined;
}

async function add(
  tx: Tx,
  account: CarriedAccount,
  { client, now, searchFields }: AccountsImport,
): Promise<void> {
  const [row = {}] = account.accounts;
  // The roles themselves stay behind, so their names would be told of nobody who has them.
  const {
    id,
    username,
    username_key,
    data,
    created_at,
    updated_at,
    last_login_at,
    app_roles: _,
    ...more
  } = row;
  const accountId = String(id);
  const owner = {
    id: accountId,
    username: String(username),
    username_key: String(username_key),
    data: String(data),
    created_at: Number(created_at),
    updated_at: Number(updated_at),
    last_login_at: last_login_at === null || last_login_at === undefined ? null : Number(last_login_at),
  };
  if (!(await insertAccount(tx, owner, admitForOperator('import'), searchFields))) throw new TakenError();
  if (Object.keys(more).length > 0) {
    await tx.updateTable('accounts').set(more).where('id', '=', accountId).execute();
  }
  for (const password of account.passwords) await insertPassword(tx, password as unknown as PasswordRow);
  for (const table of carried.filter((name) => name !== 'accounts' && name !== 'passwords')) {
    for (const one of account[table] ?? []) await insertRow(tx, table, one);
  }
  await rewriteWords(tx, [{ ...owner, ...addressesIn(account) }], searchFields);
  const detail = { format: 'latchkey' };
  await recordEvent(tx, { type: 'account-imported', accountId, client, at: now, detail });
}

/** The addresses that an account is found by. */
function addressesIn({ emails }: CarriedAccount) {
  const find = (isVerified: boolean) =>
    emails.find(({ verified_at: at }) => (at !== null) === isVerified)?.address;
  return { verified: textOf(find(true)), pending: textOf(find(false)) };
}

const textOf = (value: CarriedRow[string] | undefined): string | null =>
  value === undefined || value === null ? null : String(value);

type PasswordRow = Parameters<typeof insertPassword>[1];

async function insertRow(tx: Tx, table: CarriedTable, row: CarriedRow) {
  await tx
    .insertInto(table)
    .values(row as never)
    .execute();
}

class TakenError extends Error {}

/** SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY and unique_violation. */
function isTaken(error: unknown): boolean {
  if (error instanceof TakenError) return true;
  if (!(error instanceof Error)) return false;
  const { errcode, code } = error as { errcode?: unknown; code?: unknown };
  return errcode === 2067 || errcode === 1555 || code === '23505';
}
