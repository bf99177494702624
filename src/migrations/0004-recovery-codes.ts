import type { Migration } from '../kit/db/index.ts';

/** Ten places for an account's recovery codes; new codes take the places of the old. */
export const recoveryCodes: Migration = {
  name: '0004-recovery-codes',
  async up(db) {
    await db.schema
      .createTable('recovery_codes')
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('recovery_codes_pkey', ['account_id', 'place'])
      .execute();
  },
};
