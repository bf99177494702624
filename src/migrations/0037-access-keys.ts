import type { Migration } from '../kit/db/index.ts';

/** Access keys of accounts. */
export const accessKeys: Migration = {
  name: '0037-access-keys',
  async up(db) {
    await db.schema
      .createTable('access_keys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('key_hash', 'text', (column) => column.notNull().unique())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('scopes', 'text', (column) => column.notNull())
      .addColumn('ending', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .addColumn('used_from', 'text')
      .addColumn('warned_at', 'bigint')
      .execute();
    for (const column of ['account_id', 'expires_at'] as const)
      await db.schema.createIndex(`access_keys_by_${column}`).on('access_keys').column(column).execute();
  },
};
