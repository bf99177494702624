import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/** What a known browser's cookie is signed over, and which notice of wrong codes a counter has sent. */
export const securityVersion: Migration = {
  name: '0012-security-version',
  async up(db) {
    await db.schema
      .alterTable('accounts')
      .addColumn('security_version', 'integer', (column) => column.notNull().defaultTo(1))
      .execute();
    // Cookies were signed over the password's version: browsers that are known stay known.
    await sql`update accounts set security_version = (
        select version from passwords where passwords.account_id = accounts.id
      ) where id in (select account_id from passwords where version > 1)`.execute(db);
    await db.schema
      .alterTable('limits')
      .addColumn('told', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
