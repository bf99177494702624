import type { Migration } from '../kit/db/index.ts';

/** The code that each account was sent last, and the logins that were begun by a name alone. */
export const emailCodes: Migration = {
  name: '0010-email-codes',
  async up(db) {
    await db.schema
      .createTable('email_codes')
      .addColumn('account_id', 'text', (column) =>
        column.primaryKey().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .execute();
    await db.schema.createIndex('email_codes_by_end').on('email_codes').column('expires_at').execute();

    await db.schema.alterTable('login_attempts').addColumn('name_hash', 'text').execute();
  },
};
