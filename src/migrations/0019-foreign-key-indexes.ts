import type { Migration } from '../kit/db/index.ts';

/** What the deletion of an account looks for, so that it reads its own rows and no others. */
export const foreignKeyIndexes: Migration = {
  name: '0019-foreign-key-indexes',
  async up(db) {
    // The partial indexes of this table can't serve the foreign key: it asks for every row of an account.
    await db.schema.createIndex('emails_by_account').on('emails').column('account_id').execute();
  },
};
