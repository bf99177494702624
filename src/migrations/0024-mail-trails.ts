import type { Migration } from '../kit/db/index.ts';

/**
 * Links stay until some days after their time, with what ended them. Links and emails know the attempt that asked for
 * them, and emails what the mail server answered.
 */
export const mailTrails: Migration = {
  name: '0024-mail-trails',
  async up(db) {
    const links = db.schema.alterTable('links');
    await links.addColumn('sent_at', 'bigint', (column) => column.notNull().defaultTo(0)).execute();
    await links.addColumn('ended_at', 'bigint').execute();
    await links.addColumn('ended_by', 'text').execute();
    await links.addColumn('trail_id', 'text').execute();

    const outbox = db.schema.alterTable('outbox');
    await outbox.addColumn('trail_id', 'text').execute();
    await outbox.addColumn('reply', 'text').execute();
  },
};
