import type { Migration } from '../kit/db/index.ts';

/** With each step, the oldest version that still works on its result. */
export const compatibleVersions: Migration = {
  name: '0020-compatible-versions',
  async up(db) {
    await db.schema.alterTable('migrations').addColumn('readable_by', 'text').execute();
  },
};
