import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/**
 * A code by email belongs to the attempt that asked for it, so an account may have several. Events of nobody's account
 * are found without reading those of everybody.
 */
export const codesByAttempt: Migration = {
  name: '0016-codes-by-attempt',
  async up(db) {
    await db.schema
      .createTable('attempt_codes')
      .addColumn('subject', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .execute();
    await sql`insert into attempt_codes (subject, account_id, code_hash, tries, expires_at, used_at)
      select subject, account_id, code_hash, tries, expires_at, used_at from email_codes`.execute(db);
    await db.schema.dropTable('email_codes').execute();
    await db.schema.alterTable('attempt_codes').renameTo('email_codes').execute();
    await db.schema.createIndex('email_codes_by_account').on('email_codes').column('account_id').execute();
    await db.schema.createIndex('email_codes_by_end').on('email_codes').column('expires_at').execute();

    await db.schema
      .createIndex('events_of_nobody')
      .on('events')
      .column('id')
      .where(sql.ref('account_id'), 'is', null)
      .execute();
  },
};
