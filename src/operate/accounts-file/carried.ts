import { factors } from '../../factors/index.ts';
import type { Db, Tables } from '../../kit/db/index.ts';

export type CarriedTable = keyof Tables;

const ofFactors = (what: 'carried' | 'left') =>
  factors.flatMap(({ tables }) =>
    Object.entries(tables).flatMap(([table, does]) => (does === what ? [table as CarriedTable] : [])),
  );

/**
 * The tables that an export includes, starting with the account itself. Each factor lists its own. A house test checks
 * that every table of accounts is either here or in `leftBehind`.
 */
export const carried: readonly CarriedTable[] = [
  'accounts',
  'passwords',
  'emails',
  'outside_identities',
  ...ofFactors('carried'),
];

/**
 * The tables that belong to one server: sessions, unfinished logins and links, history, what apps of this server were
 * allowed, who holds which role, and what is derived from names and addresses. Only `latchkey move` takes them along.
 */
export const leftBehind: readonly CarriedTable[] = [
  'sessions',
  'ended_sessions',
  'login_attempts',
  'outside_attempts',
  'links',
  'trail_parts',
  'outbox',
  'username_lookalikes',
  'account_words',
  'app_grants',
  'app_sessions',
  // Whoever moves to another server makes new keys there.
  'access_keys',
  // Nobody becomes an administrator by a file.
  'account_roles',
  ...ofFactors('left'),
];

/** A row as it's stored: text, whole numbers and null. */
export type CarriedRow = Readonly<Record<string, string | number | null>>;

/** One account with its rows of all `carried` tables: a line of the file. */
export type CarriedAccount = Readonly<
  Record<'accounts' | 'passwords' | 'emails', readonly CarriedRow[]> &
    Partial<Record<CarriedTable, readonly CarriedRow[]>>
>;

/** The first line of the file. */
export interface FileHead {
  readonly latchkey: 'accounts';
  readonly format: 1;
  /** Identifies the secret key that the authenticator app keys are encrypted with, without revealing it. */
  readonly secretKey: string;
}

/** What a column accepts: text or whole numbers, and null or not. */
export interface Column {
  readonly isText: boolean;
  readonly isNullable: boolean;
}

/** Columns by table and name. */
export type Columns = ReadonlyMap<string, ReadonlyMap<string, Column>>;

/** The columns of each table that a file can contain. */
export async function columnsOf(db: Db): Promise<Columns> {
  const tables = await db.introspection.getTables();
  return new Map(
    tables.map(({ name, columns }) => [
      name,
      new Map(
        columns.map((column) => [
          column.name,
          // By its definition alone, a primary key in SQLite may be null.
          { isText: /text|char/i.test(column.dataType), isNullable: column.isNullable },
        ]),
      ),
    ]),
  );
}
