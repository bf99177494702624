import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/**
 * Mails are sealed under the secret key, which no step of the schema knows: those that wait are put aside in
 * `unsealed_mails`, and sealed from there before the server listens. Links know the mail that carries them.
 */
export const sealedMails: Migration = {
  name: '0015-sealed-mails',
  async up(db) {
    await db.schema
      .createTable('unsealed_mails')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('html', 'text', (column) => column.notNull())
      .execute();
    await sql`insert into unsealed_mails (id, recipient, subject, text, html)
      select id, recipient, subject, text, html from outbox where text <> ''`.execute(db);
    // What earlier mails said lies in the free pages of the file until it is compacted: this row asks for that.
    await sql`insert into unsealed_mails (id, recipient, subject, text, html)
      select '', '', '', '', '' where exists (select 1 from accounts)`.execute(db);

    const outbox = db.schema.alterTable('outbox');
    await outbox.addColumn('account_id', 'text').execute();
    await outbox.addColumn('kind', 'text', (column) => column.notNull().defaultTo('notice')).execute();
    await outbox.addColumn('sealed', 'text').execute();
    await outbox.addColumn('kept_until', 'bigint', (column) => column.notNull().defaultTo(0)).execute();
    await outbox.addColumn('copies', 'integer', (column) => column.notNull().defaultTo(1)).execute();
    await sql`update outbox set account_id = (
        select account_id from emails where lower(address) = lower(recipient) order by verified_at limit 1
      )`.execute(db);
    // Databases of the days before this step may have it, since another step came first there.
    await db.schema.dropIndex('outbox_by_recipient').ifExists().execute();
    for (const column of ['recipient', 'subject', 'text', 'html']) await outbox.dropColumn(column).execute();
    await db.schema.createIndex('outbox_by_account').on('outbox').columns(['account_id', 'id']).execute();
    await db.schema
      .createIndex('outbox_kept')
      .on('outbox')
      .column('kept_until')
      .where(sql.ref('sealed'), 'is not', null)
      .execute();

    await db.schema.alterTable('links').addColumn('mail_id', 'text').execute();
    await db.schema.dropIndex('links_one_a_purpose').execute();
    await db.schema.createIndex('links_by_account').on('links').columns(['account_id', 'purpose']).execute();
  },
};
