import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/** Invitations of addresses to have an account. */
export const invitations: Migration = {
  name: '0032-invitations',
  async up(db) {
    await db.schema
      .createTable('invitations')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('email', 'text', (column) => column.notNull())
      .addColumn('email_key', 'text', (column) => column.notNull())
      .addColumn('role_ids', 'text', (column) => column.notNull())
      // Not a key: an invitation outlives the account of who has sent it.
      .addColumn('invited_by', 'text')
      .addColumn('note', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .execute();
    await db.schema
      .createIndex('invitations_one_open')
      .unique()
      .on('invitations')
      .column('email_key')
      .where(sql.ref('used_at'), 'is', null)
      .where(sql.ref('revoked_at'), 'is', null)
      .execute();
    await db.schema.createIndex('invitations_by_end').on('invitations').column('expires_at').execute();
  },
};
