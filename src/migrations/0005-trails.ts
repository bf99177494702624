import type { Migration } from '../kit/db/index.ts';

/** What happened in each attempt, a row for each of its requests. */
export const trails: Migration = {
  name: '0005-trails',
  async up(db) {
    await db.schema
      .createTable('trail_parts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('trail_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('steps', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('trail_parts_by_trail').on('trail_parts').column('trail_id').execute();
    await db.schema
      .createIndex('trail_parts_by_account')
      .on('trail_parts')
      .columns(['account_id', 'id'])
      .execute();
    await db.schema.createIndex('trail_parts_by_time').on('trail_parts').column('at').execute();
  },
};
