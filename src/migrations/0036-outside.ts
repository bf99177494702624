import type { Migration } from '../kit/db/index.ts';

/** Identities at other providers, and people who are on their way to one. */
export const outside: Migration = {
  name: '0036-outside',
  async up(db) {
    await db.schema
      .createTable('outside_identities')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('issuer', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('provider', 'text', (column) => column.notNull())
      .addColumn('label', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('outside_identities_once', ['issuer', 'subject'])
      .execute();
    await db.schema
      .createIndex('outside_identities_by_account')
      .on('outside_identities')
      .column('account_id')
      .execute();
    await db.schema
      .createTable('outside_attempts')
      .addColumn('state_hash', 'text', (column) => column.primaryKey())
      .addColumn('trail_id', 'text', (column) => column.notNull())
      .addColumn('provider', 'text', (column) => column.notNull())
      .addColumn('browser_hash', 'text', (column) => column.notNull())
      .addColumn('next', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
      .addColumn('session_id', 'text')
      .addColumn('remember', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .addColumn('newcomer', 'text')
      .execute();
    for (const column of ['account_id', 'expires_at', 'browser_hash'] as const) {
      await db.schema
        .createIndex(`outside_attempts_by_${column}`)
        .on('outside_attempts')
        .column(column)
        .execute();
    }
  },
};
