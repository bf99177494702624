import type { ExactDatabase, TableLayout } from '../../kit/db/index.ts';
import { openSecret } from '../../kit/sealed-secret.ts';

/** Data that depends on secrets outside the database. */
export interface SealedData {
  /** Authenticator app keys, and how many of them the secret key can't decrypt. */
  readonly appKeys: number;
  readonly closed: number;
  /** Stored emails, and how many of them the secret key can't decrypt. */
  readonly mails: number;
  readonly closedMails: number;
  /** Signing keys, and how many of them the secret key can't decrypt. */
  readonly signingKeys: number;
  readonly closedSigningKeys: number;
  /** Rows of the audit log, and whether it was written under another secret key. */
  readonly auditRows: number;
  readonly isOtherKey: boolean;
  /** Passwords with a pepper, and how many of them use another one than the configured one. */
  readonly peppered: number;
  readonly otherPepper: number;
}

/** Checks the secrets against everything that needs them. */
export async function findSealed(
  database: ExactDatabase,
  tables: readonly TableLayout[],
  { secretKey, hasItsPepper }: { secretKey: string; hasItsPepper(stored: { pepper: string }): boolean },
): Promise<SealedData> {
  const found = {
    ...{ appKeys: 0, closed: 0, mails: 0, closedMails: 0 },
    ...{ signingKeys: 0, closedSigningKeys: 0, peppered: 0, otherPepper: 0 },
    ...{ auditRows: 0, isOtherKey: false },
  };
  await eachRow(database, tables, 'totp', ['account_id', 'secret'], ([owner = '', secret = '']) => {
    found.appKeys += 1;
    if (!openSecret(secretKey, { purpose: 'totp', owner }, secret)) found.closed += 1;
  });
  await eachRow(database, tables, 'outbox', ['id', 'sealed'], ([owner = '', sealed = '']) => {
    if (sealed === '') return;
    found.mails += 1;
    if (!openSecret(secretKey, { purpose: 'mail', owner }, sealed)) found.closedMails += 1;
  });
  await eachRow(database, tables, 'signing_keys', ['kid', 'sealed'], ([owner = '', sealed = '']) => {
    found.signingKeys += 1;
    if (!openSecret(secretKey, { purpose: 'signing-key', owner }, sealed)) found.closedSigningKeys += 1;
  });
  await eachRow(database, tables, 'audit_head', ['seq'], ([seq = '']) => {
    found.auditRows = Number(seq);
  });
  await eachRow(database, tables, 'secret_checks', ['name', 'value'], ([owner = '', check = '']) => {
    if (owner !== 'secretKey') return;
    found.isOtherKey = openSecret(secretKey, { purpose: 'check', owner }, check) === undefined;
  });
  await eachRow(database, tables, 'passwords', ['pepper'], ([pepper = '']) => {
    if (pepper === '') return;
    found.peppered += 1;
    if (!hasItsPepper({ pepper })) found.otherPepper += 1;
  });
  return found;
}

async function eachRow(
  database: ExactDatabase,
  tables: readonly TableLayout[],
  name: string,
  columns: readonly string[],
  look: (values: readonly string[]) => void,
): Promise<void> {
  const table = tables.find((one) => one.name === name);
  if (!table) return;
  const places = columns.map((column) => table.columns.findIndex((one) => one.name === column));
  for await (const page of database.pages(table)) {
    for (const row of page) look(places.map((place) => String(row[place] ?? '')));
  }
}
