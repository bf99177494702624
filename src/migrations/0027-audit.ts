import type { Migration } from '../kit/db/index.ts';

/**
 * The audit log: what was done by those who run the server, as a chain. Its rows refer to nothing, so that an account can
 * be deleted without breaking it.
 */
export const audit: Migration = {
  name: '0027-audit',
  async up(db) {
    await db.schema
      .createTable('audit')
      // By its definition alone, a primary key in SQLite may be null, and such a row would be in no walk along it.
      .addColumn('seq', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor_kind', 'text', (column) => column.notNull())
      .addColumn('actor_id', 'text')
      .addColumn('act', 'text', (column) => column.notNull())
      .addColumn('target_kind', 'text')
      .addColumn('target_id', 'text')
      .addColumn('reason', 'text')
      .addColumn('detail', 'text')
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('device', 'text', (column) => column.notNull())
      .addColumn('request_id', 'text')
      .addColumn('prev_hash', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    for (const column of ['actor_id', 'target_id', 'act']) {
      const index = db.schema.createIndex(`audit_by_${column}`).on('audit');
      await index.columns([column, 'seq']).execute();
    }
    await db.schema
      .createTable('audit_head')
      .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
      .addColumn('seq', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('mac', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('audit_keys')
      .addColumn('last_seq', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('sealed', 'text')
      .execute();
  },
};
