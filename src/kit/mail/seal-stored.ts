import { type Database, inTransaction } from '../db/index.ts';
import { sealMail } from './sealed-mail.ts';

/**
 * Seals the mails that 0.1.0 left in the clear, and compacts the database once, so that no page of it still holds what
 * was deleted. It is called before the server listens. What was begun and broken off is done again at the next start.
 */
export async function sealStoredMails(database: Database, secretKey: string): Promise<void> {
  const { db } = database;
  const rows = await db.selectFrom('unsealed_mails').selectAll().execute();
  if (rows.length === 0) return;
  for (const { id, recipient, subject, text, html } of rows) {
    if (text === '') continue;
    const sealed = sealMail(secretKey, id, { to: recipient, subject, text, html });
    await inTransaction(db, async (tx) => {
      // Of two processes that start at once the second finds it sealed.
      await tx
        .updateTable('outbox')
        .set({ sealed })
        .where('id', '=', id)
        .where('sealed', 'is', null)
        .execute();
      await tx
        .updateTable('unsealed_mails')
        .set({ recipient: '', subject: '', text: '', html: '' })
        .where('id', '=', id)
        .execute();
    });
  }
  // A vacuum of PostgreSQL keeps a deleted row as long as anyone may still be reading it.
  await database.compact(['outbox']);
  await database.empty('unsealed_mails');
}
