import type { Migration } from '../kit/db/index.ts';

/** Codes that were sent by mail, one for each login, and how many were sent to an account. */
export const emailCodes: Migration = {
  name: '0005-email-codes',
  async up(db) {
    await db.schema
      .createTable('email_codes')
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .addPrimaryKeyConstraint('email_codes_pkey', ['account_id', 'subject'])
      .execute();
    await db.schema.createIndex('email_codes_by_end').on('email_codes').column('expires_at').execute();

    await db.schema
      .createTable('email_codes_sent')
      .addColumn('account_id', 'text', (column) =>
        column.primaryKey().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('window_ends_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('email_codes_sent_by_end')
      .on('email_codes_sent')
      .column('window_ends_at')
      .execute();
  },
};
