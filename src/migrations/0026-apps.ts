import { type ColumnDataType, sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/**
 * Apps that people sign in to with their account here: OAuth 2.1 and OpenID Connect. What somebody has allowed an app is a grant, and
 * every code and token hangs on one.
 */
export const apps: Migration = {
  name: '0026-apps',
  async up(db) {
    const time: ColumnDataType = 'bigint';
    await db.schema
      .createTable('apps')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('metadata', 'text', (column) => column.notNull())
      .addColumn('first_party', 'integer', (column) => column.notNull())
      .addColumn('pkce', 'integer', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', time, (column) => column.notNull())
      .addColumn('disabled_at', time)
      .execute();

    await db.schema.createIndex('apps_by_maker').on('apps').columns(['created_by', 'created_at']).execute();

    await db.schema
      .createTable('app_secrets')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('app_id', 'text', (column) => column.notNull().references('apps.id').onDelete('cascade'))
      .addColumn('created_at', time, (column) => column.notNull())
      .addColumn('expires_at', time)
      .execute();
    await db.schema.createIndex('app_secrets_by_app').on('app_secrets').column('app_id').execute();
    await db.schema.createIndex('app_secrets_by_end').on('app_secrets').column('expires_at').execute();

    await db.schema
      .createTable('app_grants')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('app_id', 'text', (column) => column.notNull().references('apps.id').onDelete('cascade'))
      .addColumn('session_id', 'text')
      .addColumn('scopes', 'text', (column) => column.notNull())
      .addColumn('created_at', time, (column) => column.notNull())
      .addColumn('used_at', time, (column) => column.notNull())
      .addColumn('expires_at', time, (column) => column.notNull())
      .addColumn('revoked_at', time)
      .addColumn('why', 'text')
      .execute();
    await db.schema
      .createIndex('app_grants_by_account')
      .on('app_grants')
      .columns(['account_id', 'app_id'])
      .execute();
    await db.schema
      .createIndex('app_grants_by_app')
      .on('app_grants')
      .columns(['app_id', 'used_at'])
      .execute();
    await db.schema.createIndex('app_grants_by_end').on('app_grants').column('expires_at').execute();
    await db.schema
      .createIndex('app_grants_revoked')
      .on('app_grants')
      .column('revoked_at')
      .where(sql.ref('revoked_at'), 'is not', null)
      .execute();

    await db.schema
      .createTable('app_records')
      .addColumn('id_hash', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text', (column) => column.references('app_grants.id').onDelete('cascade'))
      .addColumn('user_code_hash', 'text', (column) => column.unique())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addColumn('expires_at', time, (column) => column.notNull())
      .addColumn('consumed_at', time)
      .addColumn('polled_at', time)
      .execute();
    await db.schema
      .createIndex('app_records_by_grant')
      .on('app_records')
      .columns(['grant_id', 'expires_at'])
      .execute();
    await db.schema.createIndex('app_records_by_end').on('app_records').column('expires_at').execute();

    await db.schema
      .createTable('app_sessions')
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('app_id', 'text', (column) => column.notNull().references('apps.id').onDelete('cascade'))
      // The database itself notes the end of a session, whoever deletes it, so that an app can be told of it.
      .addColumn('open_session_id', 'text', (column) => column.references('sessions.id').onDelete('set null'))
      // Not a key: the apps of a deleted account are told as well.
      .addColumn('account_id', 'text', (column) => column.notNull())
      .addColumn('sid', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('over_at', time)
      .addColumn('due_at', time, (column) => column.notNull())
      .addColumn('claimed_until', time, (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('told_at', time)
      .addPrimaryKeyConstraint('app_sessions_pkey', ['session_id', 'app_id'])
      .execute();
    await db.schema.createIndex('app_sessions_by_app').on('app_sessions').column('app_id').execute();
    await db.schema
      .createIndex('app_sessions_by_session')
      .on('app_sessions')
      .columns(['open_session_id', 'told_at'])
      .execute();
    await db.schema.createIndex('app_sessions_by_grant').on('app_sessions').column('grant_id').execute();

    await db.schema
      .createTable('app_resources')
      .addColumn('url', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('scopes', 'text', (column) => column.notNull())
      .addColumn('token_seconds', 'integer', (column) => column.notNull())
      .addColumn('alg', 'text', (column) => column.notNull())
      .addColumn('created_at', time, (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('signing_keys')
      .addColumn('kid', 'text', (column) => column.primaryKey())
      .addColumn('alg', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('created_at', time, (column) => column.notNull())
      .addColumn('signs_from', time, (column) => column.notNull())
      .addColumn('signs_until', time)
      .addColumn('published_until', time)
      .execute();
    await db.schema.createIndex('signing_keys_by_end').on('signing_keys').column('published_until').execute();
  },
};
