import type { Migration } from '../kit/db/index.ts';

/** When a session last proved a second factor. Null in sessions of before: their holders prove one when it matters. */
export const secondProofs: Migration = {
  name: '0013-second-proofs',
  async up(db) {
    await db.schema.alterTable('sessions').addColumn('second_auth_time', 'bigint').execute();
  },
};
