import type { Migration } from '../kit/db/index.ts';

/** Lists whoever holds a role in the order of this index: a role that apps are told may be everybody's. */
export const roleHolders: Migration = {
  name: '0035-role-holders',
  async up(db) {
    await db.schema.dropIndex('account_roles_by_role').execute();
    await db.schema
      .createIndex('account_roles_by_holder')
      .on('account_roles')
      .columns(['role_id', 'account_id'])
      .execute();
  },
};
