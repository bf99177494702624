import type { Tx } from '../../kit/db/index.ts';
import { composeMail, type Letter, type Mail, queueMail } from '../../kit/mail/index.ts';
import type { Services } from '../../kit/services.ts';
import { mailboxOf } from './address.ts';
import type { MailLink } from './links/links.ts';
import type { MailText } from './texts.ts';

/** What a mail needs on its way into the outbox. */
export type MailServices = Pick<Services, 'config' | 'clock' | 'secretKey' | 'words'>;

/** Writes a mail to an address, with its link if it has one. */
export function writeMail(
  { config, words }: Pick<Services, 'config' | 'words'>,
  address: string,
  { link: linkText, ...text }: MailText,
  link?: MailLink,
): Mail {
  const { subject, heading, paragraphs, code, ending } = text;
  const content = {
    to: mailboxOf(address),
    site: { name: config.siteName, url: config.publicUrl },
    subject,
    heading,
    paragraphs,
    ...(code !== undefined && { code }),
    ...(link && linkText && { action: { label: linkText.label, url: link.url } }),
    closing: [...(link && linkText ? [linkText.orPaste(link.code)] : []), ending],
  };
  return composeMail(content, words);
}

/** Writes it and queues it: it is sent once the transaction is kept. */
export async function sendMail(
  tx: Tx,
  services: MailServices,
  about: Pick<Letter, 'kind' | 'accountId' | 'trailId'>,
  { address, text }: { address: string; text: MailText },
): Promise<void> {
  const letter = { ...writeMail(services, address, text), ...about };
  await queueMail(tx, services.secretKey, letter, services.clock());
}
