import type { Migration } from '../kit/db/index.ts';

/** Passkeys, by what name authenticators know their owners, and the challenges that wait for an answer. */
export const passkeys: Migration = {
  name: '0008-passkeys',
  async up(db) {
    await db.schema
      .createTable('passkey_users')
      .addColumn('account_id', 'text', (column) =>
        column.primaryKey().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('user_handle', 'text', (column) => column.notNull().unique())
      .execute();

    await db.schema
      .createTable('passkeys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('credential_id', 'text', (column) => column.notNull().unique())
      .addColumn('public_key', 'text', (column) => column.notNull())
      .addColumn('sign_count', 'bigint', (column) => column.notNull())
      .addColumn('uv_initialized', 'integer', (column) => column.notNull())
      .addColumn('transports', 'text', (column) => column.notNull())
      .addColumn('backup_eligible', 'integer', (column) => column.notNull())
      .addColumn('backup_state', 'integer', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('aaguid', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('last_used_at', 'bigint')
      .execute();
    await db.schema.createIndex('passkeys_by_account').on('passkeys').column('account_id').execute();

    await db.schema
      .createTable('passkey_challenges')
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('challenge', 'text', (column) => column.notNull())
      .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('passkey_challenges_key', ['subject', 'purpose'])
      .execute();
    await db.schema
      .createIndex('passkey_challenges_by_account')
      .on('passkey_challenges')
      .column('account_id')
      .execute();
    await db.schema
      .createIndex('passkey_challenges_by_end')
      .on('passkey_challenges')
      .column('expires_at')
      .execute();
  },
};
