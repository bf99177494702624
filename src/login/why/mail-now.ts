import type { OutboxTable } from '../../kit/mail/index.ts';
import type { Words } from '../../kit/words/index.ts';

/** Where the email is that somebody waits for: at the address of the development mailbox, or as the outbox has it. */
export type MailNow =
  | { readonly mailbox: string }
  | Pick<OutboxTable, 'sent_at' | 'failed_at' | 'due_at' | 'tries' | 'last_error'>;

/** What to do about an email that somebody waits for; undefined for one of which nothing is known any more. */
export function mailInWords({ why: { mail } }: Words, now: MailNow | undefined): readonly string[] {
  if (now === undefined) return mail.unknown;
  if ('mailbox' in now) return mail.inMailbox(now.mailbox);
  const { sent_at, failed_at, due_at, tries, last_error } = now;
  if (sent_at !== null) return mail.accepted(sent_at);
  if (failed_at !== null) return mail.failed(last_error);
  return tries === 0 ? mail.waits : mail.retried(last_error, due_at);
}
