import type { Migration } from '../kit/db/index.ts';

/** Whose session an administrator's look at somebody's account is: their account, and the session that it lives by. */
export const impersonation: Migration = {
  name: '0034-impersonation',
  async up(db) {
    // Nothing looks for sessions by these: whoever sends one brings its token, and then they are compared.
    await db.schema.alterTable('sessions').addColumn('actor_id', 'text').execute();
    await db.schema.alterTable('sessions').addColumn('actor_session_id', 'text').execute();
  },
};
