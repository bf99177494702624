import type { Migration } from '../kit/db/index.ts';

/** How often what happened, hour by hour; and which batch of counts each process wrote last. */
export const statistics: Migration = {
  name: '0030-statistics',
  async up(db) {
    await db.schema
      .createTable('statistics')
      .addColumn('hour', 'integer', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('statistics_key', ['hour', 'name'])
      .execute();

    await db.schema
      .createTable('statistics_writers')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('batch', 'integer', (column) => column.notNull())
      .addColumn('written_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('statistics_writers_by_time')
      .on('statistics_writers')
      .column('written_at')
      .execute();
  },
};
