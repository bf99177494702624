import type { Migration } from '../kit/db/index.ts';

/** An account may have to have a second factor; a TOTP key belongs to whoever has begun it. */
export const secondFactorPolicy: Migration = {
  name: '0011-second-factor-policy',
  async up(db) {
    await db.schema
      .alterTable('accounts')
      .addColumn('second_factor_required', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    // Null for what was begun before: its owners begin once more.
    await db.schema.alterTable('totp').addColumn('subject', 'text').execute();
  },
};
