import type { Migration } from '../kit/db/index.ts';

/**
 * Why a session ended, for whoever still holds its token; which attempt opened a session, and whether anybody has used it
 * since: a browser that doesn't keep the cookie never does.
 */
export const endedSessions: Migration = {
  name: '0023-ended-sessions',
  async up(db) {
    await db.schema
      .createTable('ended_sessions')
      .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('why', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('ended_sessions_by_account')
      .on('ended_sessions')
      .columns(['account_id', 'at'])
      .execute();
    await db.schema.createIndex('ended_sessions_by_end').on('ended_sessions').column('expires_at').execute();
    await db.schema.alterTable('sessions').addColumn('trail_id', 'text').execute();
    // Those that are there already count as used.
    await db.schema
      .alterTable('sessions')
      .addColumn('unused', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
