import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/**
 * Accounts that an admin has disabled, or deleted with a grace in which that can be undone. Versions that don't know of it
 * would let their owners in, so they don't work on the result.
 */
export const accountStates: Migration = {
  name: '0031-account-states',
  async up(db) {
    await db.schema.alterTable('accounts').addColumn('disabled_at', 'bigint').execute();
    await db.schema.alterTable('accounts').addColumn('disabled_reason', 'text').execute();
    await db.schema.alterTable('accounts').addColumn('deleted_at', 'bigint').execute();
    await db.schema
      .createIndex('accounts_by_disabling')
      .on('accounts')
      .column('disabled_at')
      .where(sql.ref('disabled_at'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('accounts_by_deletion')
      .on('accounts')
      .column('deleted_at')
      .where(sql.ref('deleted_at'), 'is not', null)
      .execute();
  },
};
