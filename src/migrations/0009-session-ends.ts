import type { Migration } from '../kit/db/index.ts';

/** A session's idle end is never later than its last one, so that one index finds all that are over. */
export const sessionEnds: Migration = {
  name: '0009-session-ends',
  async up(db) {
    await db
      .updateTable('sessions')
      .set((row) => ({ idle_expires_at: row.ref('expires_at') }))
      .whereRef('idle_expires_at', '>', 'expires_at')
      .execute();
    await db.schema.dropIndex('sessions_by_end').execute();
  },
};
