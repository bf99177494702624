import { sql } from 'kysely';
import type { Database } from '../../src/kit/db/index.ts';

export interface ForeignKey {
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  /** Whether an index over all rows begins with these columns; a partial index can't serve a foreign key. */
  readonly isServed: boolean;
}

/** Every foreign key of the schema, read from the database itself. */
export async function listForeignKeys(database: Database): Promise<ForeignKey[]> {
  const { rows } = await (database.dialect === 'sqlite' ? ofSqlite : ofPostgres).execute(database.db);
  return rows.map(({ table, columns, target, indexes }) => {
    const wanted = columns.split(',');
    const isServed = (indexes ?? '').split(';').some((index) => {
      const leading = index.split(',').slice(0, wanted.length);
      return leading.length === wanted.length && wanted.every((column) => leading.includes(column));
    });
    return { table, columns: wanted, target, isServed };
  });
}

/** Lists are joined: the columns of one index by commas, indexes by semicolons. */
interface Row {
  table: string;
  columns: string;
  target: string;
  indexes: string | null;
}

const ofSqlite = sql<Row>`
  select tables.name as "table", keys."table" as target, group_concat(keys."from") as columns, (
    select group_concat(names, ';') from (
      select group_concat(parts.name) as names
      from pragma_index_list(tables.name) as indexes, pragma_index_info(indexes.name) as parts
      where not indexes.partial group by indexes.name
    )
  ) as indexes
  from sqlite_master as tables, pragma_foreign_key_list(tables.name) as keys
  where tables.type = 'table' group by tables.name, keys.id`;

const ofPostgres = sql<Row>`
  select keys.conrelid::regclass::text as "table", keys.confrelid::regclass::text as target, (
    select string_agg(attname, ',' order by place)
    from unnest(keys.conkey) with ordinality as parts (number, place)
    join pg_attribute on attrelid = keys.conrelid and attnum = number
  ) as columns, (
    select string_agg(names, ';') from (
      select string_agg(coalesce(attname, '?'), ',' order by place) as names
      from pg_index, unnest(indkey::int[]) with ordinality as parts (number, place)
      left join pg_attribute on attrelid = keys.conrelid and attnum = number and number > 0
      where indrelid = keys.conrelid and indpred is null and indisvalid group by indexrelid
    ) as listed
  ) as indexes
  from pg_constraint as keys
  where keys.contype = 'f' and keys.connamespace = current_schema()::regnamespace`;
