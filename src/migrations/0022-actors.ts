import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/** Who did what an event tells of: a person, the operator's command line, or the server by itself. */
export const actors: Migration = {
  name: '0022-actors',
  async up(db) {
    await db.schema
      .alterTable('events')
      .addColumn('actor', 'text', (column) => column.notNull().defaultTo('person'))
      .execute();
    await sql`update events set actor = 'command' where address = '' and device = 'latchkey accounts'`.execute(
      db,
    );
    await sql`update events set actor = 'server' where address = '' and device = 'latchkey serve'`.execute(
      db,
    );
  },
};
