import type { Migration } from '../kit/db/index.ts';

/** Where the data was moved to, or is being moved from. */
export const moves: Migration = {
  name: '0014-moves',
  async up(db) {
    await db.schema
      .createTable('moves')
      .addColumn('role', 'text', (column) => column.primaryKey())
      .addColumn('move_id', 'text', (column) => column.notNull())
      .addColumn('peer', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('progress', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
  },
};
