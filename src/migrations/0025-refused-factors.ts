import type { Migration } from '../kit/db/index.ts';

/**
 * What tells a refused answer of a factor from a wrong one: codes by email that were replaced, passkeys that were removed, and usernames that
 * nobody has but a slip of the finger away.
 */
export const refusedFactors: Migration = {
  name: '0025-refused-factors',
  async up(db) {
    await db.schema.alterTable('email_codes').addColumn('previous_hash', 'text').execute();

    await db.schema
      .createTable('removed_passkeys')
      .addColumn('credential_hash', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('removed_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('removed_passkeys_by_account')
      .on('removed_passkeys')
      .column('account_id')
      .execute();
    await db.schema
      .createIndex('removed_passkeys_by_end')
      .on('removed_passkeys')
      .column('expires_at')
      .execute();

    await db.schema
      .createTable('near_names')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hour', 'integer', (column) => column.notNull())
      .addColumn('letters', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('near_names_by_end').on('near_names').column('expires_at').execute();
  },
};
