import { factors } from '../../factors/index.ts';
import type { Db, Tables } from '../../kit/db/index.ts';

export type CarriedTable = keyof Tables;

const ofFactors = (what: 'carried' | 'left') =>
  factors.flatMap(({ tables }) =>
    Object.entries(tables).flatMap(([table, does]) => (does === what ? [table as CarriedTable] : [])),
  );

/**
 * The tables of which an account takes its rows along, with the account itself first; each factor says it of its own. A
 * house test asks of every table that belongs to accounts whether it stands here or below.
 */
export const carried: readonly CarriedTable[] = ['accounts', 'passwords', 'emails', ...ofFactors('carried')];

/**
 * What belongs to one place: who is signed in there, what is under way, and what happened; and what each account gets
 * anew there from its name. `latchkey move` takes all of it.
 */
export const leftBehind: readonly CarriedTable[] = [
  'sessions',
  'login_attempts',
  'links',
  'trail_parts',
  'outbox',
  'username_lookalikes',
  ...ofFactors('left'),
];

/** A row as it is stored: text, whole numbers and null. */
export type CarriedRow = Readonly<Record<string, string | number | null>>;

/** One account with the rows of all `carried` tables; a line of the file. What every account has stands first. */
export type CarriedAccount = Readonly<
  Record<'accounts' | 'passwords' | 'emails', readonly CarriedRow[]> &
    Partial<Record<CarriedTable, readonly CarriedRow[]>>
>;

/** The first line of the file. */
export interface FileHead {
  readonly latchkey: 'accounts';
  readonly format: 1;
  /** Of what the sealed keys of authenticator apps need to be opened; tells nothing of the secret key itself. */
  readonly secretKey: string;
}

/** A column as far as a file must keep to it: it holds text or whole numbers. */
export interface Column {
  readonly isText: boolean;
  readonly isNullable: boolean;
}

/** By the names of table and column. */
export type Columns = ReadonlyMap<string, ReadonlyMap<string, Column>>;

/** The columns of each table that a file may name. */
export async function columnsOf(db: Db): Promise<Columns> {
  const tables = await db.introspection.getTables();
  return new Map(
    tables.map(({ name, columns }) => [
      name,
      new Map(
        columns.map((column) => [
          column.name,
          // A primary key of SQLite may be null by its definition alone.
          { isText: /text|char/i.test(column.dataType), isNullable: column.isNullable },
        ]),
      ),
    ]),
  );
}
