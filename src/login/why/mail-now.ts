import { isoTime } from '../../kit/clock.ts';
import type { OutboxTable } from '../../kit/mail/index.ts';

/** Where the email is that somebody waits for: at the address of the development mailbox, or as the outbox has it. */
export type MailNow =
  | { readonly mailbox: string }
  | Pick<OutboxTable, 'sent_at' | 'failed_at' | 'due_at' | 'tries' | 'last_error'>;

/** Who opens the database of a server doesn't know its mode, so what nobody has tried to send may be there to be read. */
const inDevelopment = 'In development, read it at `/dev/mailbox`.';

/** What to do about an email that somebody waits for; undefined for one of which nothing is known any more. */
export function mailInWords(now: MailNow | undefined): string[] {
  if (now === undefined) return ['Check the spam folder for the email.', inDevelopment];
  if ('mailbox' in now) return [`In development no email is sent. Open ${now.mailbox} to read it.`];
  const { sent_at, failed_at, due_at, tries, last_error } = now;
  const because = last_error === null ? '' : `: ${last_error}`;
  if (sent_at !== null)
    return [`The mail server accepted the email at ${utc(sent_at)}.`, 'Check the spam folder.'];
  if (failed_at !== null)
    return [`The email couldn't be sent${because}.`, 'Check the address and `mail.url`.'];
  if (tries === 0) return ['The email is waiting to be sent.', inDevelopment];
  return [`The email couldn't be sent yet${because}.`, `The next attempt is at ${utc(due_at)}.`];
}

/** `2026-11-28 15:04 UTC`. */
export function utc(time: number): string {
  return `${isoTime(time).slice(0, 16).replace('T', ' ')} UTC`;
}
