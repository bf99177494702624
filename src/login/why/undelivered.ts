import type { Db } from '../../kit/db/index.ts';
import { findNewestMail, type MailTrouble, troubleOf } from '../../kit/mail/index.ts';

/** What keeps an email from somebody, as they may act on it. */
export type Undelivered = 'no-such-address' | 'mailbox-full' | 'refused' | 'not-yet';

/** What is no matter of the person's is told as an email that isn't sent yet. */
const told: Readonly<Partial<Record<MailTrouble, Undelivered>>> = {
  'unknown-recipient': 'no-such-address',
  'recipient-refused': 'refused',
  'mailbox-full': 'mailbox-full',
  unwanted: 'refused',
  'too-large': 'refused',
};

/**
 * What keeps away the email that verifies an address; undefined where it was sent, or nobody has tried to. An address of
 * another account gets an email as well, so this says nothing of accounts.
 */
export async function findUndelivered(db: Db, accountId: string): Promise<Undelivered | undefined> {
  const mail = await findNewestMail(db, accountId, ['verify-email', 'address-in-use']);
  if (!mail || mail.sent_at !== null || mail.last_error === null) return undefined;
  return told[troubleOf(mail.last_error)] ?? 'not-yet';
}
