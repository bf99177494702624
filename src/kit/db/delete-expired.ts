import type { Kysely } from 'kysely';
import type { Db } from './database.ts';
import { holdFreeRows } from './hold-rows.ts';
import { inPieces } from './in-pieces.ts';
import type { Tables } from './tables.ts';

type Expiring = {
  [Table in keyof Tables]: Tables[Table] extends { expires_at: number } ? Table : never;
}[keyof Tables];

/**
 * Deletes the rows of a table whose `expires_at` is `time` or before, in Unix milliseconds, a few at a time; those that
 * somebody holds stay until the next sweep. `key` tells its rows apart.
 */
export function deleteExpired<Table extends Expiring>(
  db: Db,
  table: Table,
  key: keyof Tables[Table] & string,
  time: number,
): Promise<void> {
  // The query builder's types ask for one table, not for one of several.
  const rows = db as unknown as Kysely<Readonly<Record<string, Record<string, unknown>>>>;
  const [name, column]: readonly [string, string] = [table, key];
  const late = rows.selectFrom(name).select(column).where('expires_at', '<=', time);
  return inPieces((most) =>
    rows
      .deleteFrom(name)
      .where(column, 'in', holdFreeRows(db, late.limit(most)))
      .executeTakeFirst(),
  );
}
