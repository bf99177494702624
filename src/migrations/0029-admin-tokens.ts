import type { ColumnDataType } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/** Tokens by which programs use the API of the console. */
export const adminTokens: Migration = {
  name: '0029-admin-tokens',
  async up(db) {
    const time: ColumnDataType = 'bigint';
    await db.schema
      .createTable('admin_tokens')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('permissions', 'text', (column) => column.notNull())
      .addColumn('addresses', 'text', (column) => column.notNull())
      .addColumn('made_by', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('created_at', time, (column) => column.notNull())
      .addColumn('expires_at', time, (column) => column.notNull())
      .addColumn('last_used_at', time)
      .addColumn('revoked_at', time)
      .execute();
    await db.schema.createIndex('admin_tokens_by_maker').on('admin_tokens').column('made_by').execute();
    await db.schema.createIndex('admin_tokens_by_end').on('admin_tokens').column('expires_at').execute();
  },
};
