import type { Migration } from '../kit/db/index.ts';

/**
 * What tells a refused answer of a factor from a wrong one: codes by email that were replaced.
 */
export const refusedFactors: Migration = {
  name: '0025-refused-factors',
  async up(db) {
    await db.schema.alterTable('email_codes').addColumn('previous_hash', 'text').execute();
  },
};
