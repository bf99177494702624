import type { Tx } from '../../kit/db/index.ts';
import { composeMail, queueMail } from '../../kit/mail/index.ts';
import type { Services } from '../../services.ts';
import { mailboxOf } from './address.ts';
import type { MailLink } from './links.ts';
import type { MailText } from './texts.ts';

/** Queues a mail to an address, with its link if it has one; it is sent once the transaction is kept. */
export async function sendMail(
  tx: Tx,
  { config, clock }: Pick<Services, 'config' | 'clock'>,
  address: string,
  text: MailText,
  link?: MailLink,
): Promise<void> {
  const mail = composeMail({
    to: mailboxOf(address),
    site: { name: config.siteName, url: config.publicUrl },
    subject: text.subject,
    heading: text.heading,
    paragraphs: text.paragraphs,
    ...(link && text.link && { action: { label: text.link.label, url: link.url } }),
    closing: [...(link && text.link ? [text.link.orPaste(link.code)] : []), text.ending],
  });
  await queueMail(tx, mail, clock());
}
