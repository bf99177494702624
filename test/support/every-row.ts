import { sql } from 'kysely';
import type { Database } from '../../src/kit/db/index.ts';

/** Everything that the database holds, a row at a time, for a test that looks for what must not be there. */
export async function everyRow({ db }: Database): Promise<{ table: string; text: string }[]> {
  const tables = await db.introspection.getTables();
  const rows = await Promise.all(
    tables.map(async ({ name }) => {
      const found = await sql`select * from ${sql.table(name)}`.execute(db);
      return found.rows.map((row) => ({ table: name, text: JSON.stringify(row) }));
    }),
  );
  return rows.flat();
}

/** The same without the counts of charts, which a server writes every ten seconds whatever is asked of it. */
export async function everyRowButCounts(database: Database): Promise<{ table: string; text: string }[]> {
  return (await everyRow(database)).filter(({ table }) => !table.startsWith('statistics'));
}
