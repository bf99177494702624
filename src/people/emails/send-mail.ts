import type { Tx } from '../../kit/db/index.ts';
import { composeMail, type Mail, queueMail } from '../../kit/mail/index.ts';
import type { Services } from '../../services.ts';
import { mailboxOf } from './address.ts';
import type { MailLink } from './links.ts';
import type { MailText } from './texts.ts';

/** Writes a mail to an address, with its link if it has one. */
export function writeMail(
  { config }: Pick<Services, 'config'>,
  address: string,
  { link: words, ...text }: MailText,
  link?: MailLink,
): Mail {
  const { subject, heading, paragraphs, code, ending } = text;
  return composeMail({
    to: mailboxOf(address),
    site: { name: config.siteName, url: config.publicUrl },
    subject,
    heading,
    paragraphs,
    ...(code !== undefined && { code }),
    ...(link && words && { action: { label: words.label, url: link.url } }),
    closing: [...(link && words ? [words.orPaste(link.code)] : []), ending],
  });
}

/** Writes it and queues it: it is sent once the transaction is kept. */
export async function sendMail(
  tx: Tx,
  services: Pick<Services, 'config' | 'clock'>,
  address: string,
  text: MailText,
  link?: MailLink,
): Promise<void> {
  await queueMail(tx, writeMail(services, address, text, link), services.clock());
}
