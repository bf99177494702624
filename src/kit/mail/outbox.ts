import type { Tx } from '../db/index.ts';
import { newId } from '../ids.ts';
import type { Mail } from './compose.ts';

/**
 * Puts a mail into the outbox, in the transaction of the act that it tells of: it goes out if that is kept, and a
 * moment later. `now` in Unix milliseconds. Answers the id of the mail.
 */
export async function queueMail(tx: Tx, mail: Mail, now: number): Promise<string> {
  const id = newId();
  await tx
    .insertInto('outbox')
    .values({
      id,
      recipient: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      created_at: now,
      due_at: now,
      tries: 0,
      claimed_until: 0,
      sent_at: null,
      failed_at: null,
      last_error: null,
    })
    .execute();
  return id;
}
