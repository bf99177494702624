import type { Migration } from '../kit/db/index.ts';

/** A session knows how and when it was proved; an unfinished login has a public name and a secret of its holder. */
export const proofs: Migration = {
  name: '0002-proofs',
  async up(db) {
    await db.schema
      .alterTable('sessions')
      .addColumn('amr', 'text', (column) => column.notNull().defaultTo('["pwd"]'))
      .execute();
    await db.schema
      .alterTable('sessions')
      .addColumn('aal', 'integer', (column) => column.notNull().defaultTo(1))
      .execute();
    await db.schema
      .alterTable('sessions')
      .addColumn('auth_time', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();

    // What waited there lives ten minutes at most; its owners log in once more.
    await db.schema.dropTable('login_attempts').execute();
    await db.schema
      .createTable('login_attempts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('secret_hash', 'text', (column) => column.notNull())
      .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
      .addColumn('password_version', 'integer')
      .addColumn('amr', 'text', (column) => column.notNull())
      .addColumn('is_multi_factor', 'integer', (column) => column.notNull())
      .addColumn('transport', 'text', (column) => column.notNull())
      .addColumn('remember', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .execute();
    await db.schema
      .createIndex('login_attempts_by_account')
      .on('login_attempts')
      .column('account_id')
      .execute();
    await db.schema.createIndex('login_attempts_by_end').on('login_attempts').column('expires_at').execute();
  },
};
