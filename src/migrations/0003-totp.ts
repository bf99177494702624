import type { Migration } from '../kit/db/index.ts';

/** The keys of authenticator apps, one for an account. */
export const totp: Migration = {
  name: '0003-totp',
  async up(db) {
    await db.schema
      .createTable('totp')
      .addColumn('account_id', 'text', (column) =>
        column.primaryKey().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('secret', 'text', (column) => column.notNull())
      .addColumn('confirmed_at', 'bigint')
      .addColumn('last_step', 'bigint', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};
