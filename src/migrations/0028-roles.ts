import type { ColumnDataType } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/** Roles, and who holds which; what apps are told of an account, and who was its first administrator. */
export const roles: Migration = {
  name: '0028-roles',
  async up(db) {
    const time: ColumnDataType = 'bigint';
    await db.schema
      .createTable('roles')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('permissions', 'text', (column) => column.notNull())
      .addColumn('built_in', 'integer', (column) => column.notNull())
      .addColumn('created_at', time, (column) => column.notNull())
      .addColumn('updated_at', time, (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('account_roles')
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('role_id', 'text', (column) => column.notNull().references('roles.id'))
      .addColumn('granted_at', time, (column) => column.notNull())
      .addColumn('granted_by', 'text')
      .addColumn('expires_at', time)
      .addPrimaryKeyConstraint('account_roles_pkey', ['account_id', 'role_id'])
      .execute();
    await db.schema.createIndex('account_roles_by_role').on('account_roles').column('role_id').execute();

    await db.schema
      .createTable('instance')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('first_admin_at', time, (column) => column.notNull())
      .execute();

    await db.schema.alterTable('accounts').addColumn('app_roles', 'text').execute();
    await db.schema.alterTable('accounts').addColumn('attributes', 'text').execute();
    await db.schema.alterTable('sessions').addColumn('admin_seen_at', time).execute();
  },
};
