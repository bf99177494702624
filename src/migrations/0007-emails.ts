import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/** Addresses of accounts, proved or asked for, and the links that are sent to them. */
export const emails: Migration = {
  name: '0007-emails',
  async up(db) {
    await db.schema
      .createTable('emails')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('address_key', 'text', (column) => column.notNull())
      .addColumn('verified_at', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('emails_verified_once')
      .unique()
      .on('emails')
      .column('address_key')
      .where(sql.ref('verified_at'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('emails_one_verified')
      .unique()
      .on('emails')
      .column('account_id')
      .where(sql.ref('verified_at'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('emails_one_pending')
      .unique()
      .on('emails')
      .column('account_id')
      .where(sql.ref('verified_at'), 'is', null)
      .execute();
    await db.schema.createIndex('emails_by_address').on('emails').column('address_key').execute();

    await db.schema
      .createTable('links')
      .addColumn('token_hash', 'text', (column) => column.primaryKey())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .execute();
    await db.schema
      .createIndex('links_one_a_purpose')
      .unique()
      .on('links')
      .columns(['account_id', 'purpose'])
      .execute();
    await db.schema.createIndex('links_by_end').on('links').column('expires_at').execute();
  },
};
