import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/**
 * A login that has begun is good as long as its row is there: whatever makes its proofs worth nothing deletes it. It was
 * compared with the version of the password, which an account may not have.
 */
export const livingAttempts: Migration = {
  name: '0021-living-attempts',
  async up(db) {
    await sql`delete from login_attempts where password_version is not null and not exists
      (select 1 from passwords where passwords.account_id = login_attempts.account_id
        and passwords.version = login_attempts.password_version)`.execute(db);
    await db.schema.alterTable('login_attempts').dropColumn('password_version').execute();
  },
};
