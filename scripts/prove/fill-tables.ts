import { sql } from 'kysely';
import { type Database, type DatabaseLocation, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';

/** A statement of the server's own pool may take 15 s. */
const atOnce = 20_000;

interface Filling {
  /** How many accounts; none leaves the tables empty. */
  readonly size: number;
  say(line: string): void;
}

/** Opens a new database with the whole schema, and fills it. */
export async function openFilled(location: DatabaseLocation, { size, say }: Filling): Promise<Database> {
  const database = openDatabase(location);
  const begin = performance.now();
  await migrate(database, migrations, 0);
  if (size > 0) {
    await fillTables(database, size);
    say(
      `${database.dialect}: filled ${size} accounts in ${Math.round((performance.now() - begin) / 1000)} s`,
    );
  }
  return database;
}

/**
 * Makes `size` accounts, and for each a row in every other table that names accounts. Values are made up
 * from the schema (the id for a text, 1 for a number), so a table that is added later is filled as well.
 */
async function fillTables(database: Database, size: number): Promise<void> {
  const { db } = database;
  await sql`create table numbers as
    with recursive counted (n) as (select 0 union all select n + 1 from counted where n < cast(${size - 1} as integer))
    select n from counted`.execute(db);
  await sql`create unique index numbers_n on numbers (n)`.execute(db);
  const tables = await db.introspection.getTables();
  const owned = tables.filter(({ columns }) => columns.some(({ name }) => name === 'account_id'));
  // What others of them point to comes first.
  const order = new Set(['accounts', 'apps', 'sessions', 'roles', ...owned.map((table) => table.name)]);
  for (const name of order) {
    const columns = tables.find((table) => table.name === name)?.columns ?? [];
    // SQLite calls a text that is a primary key nullable, so every text is filled.
    const isText = ({ dataType }: { dataType: string }) => /text/i.test(dataType);
    const due = columns.filter(
      (column) =>
        !column.hasDefaultValue && !column.isAutoIncrementing && (isText(column) || !column.isNullable),
    );
    const id = database.dialect === 'sqlite' ? sql`printf('%012d', n)` : sql`lpad(n::text, 12, '0')`;
    // PostgreSQL names the type of a list after that of its elements.
    const one = ({ dataType }: { dataType: string }) => (dataType.startsWith('_') ? sql`array[1]` : sql`1`);
    const values = due.map((column) => (isText(column) ? id : one(column)));
    const names = due.map((column) => sql.ref(column.name));
    for (let from = 0; from < size; from += atOnce) {
      await sql`insert into ${sql.table(name)} (${sql.join(names)})
        select ${sql.join(values)} from numbers where n >= ${from} and n < ${from + atOnce} order by n`.execute(
        db,
      );
    }
  }
  await sql`drop table numbers`.execute(db);
}

/** The id of the account of a number. */
export const filledId = (number: number): string => String(number).padStart(12, '0');
