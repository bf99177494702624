import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { queueMail } from '../../kit/mail/index.ts';
import type { Services } from '../../services.ts';
import { mailTexts } from './catalogue.ts';
import { newLink } from './links.ts';
import { deleteLinksOf, putLink } from './links-store.ts';
import { writeMail } from './send-mail.ts';
import { type EmailOwner, nobody } from './store.ts';

/**
 * Sends the owner of an account a link to choose a new password. For nobody it takes the same steps and sends
 * nothing, so that the time of the answer tells no more than the answer (ASVS V6.3.8).
 */
export async function sendRecoveryLink(
  tx: Tx,
  services: Pick<Services, 'config' | 'clock'>,
  owner: EmailOwner | null,
  client: Client,
): Promise<void> {
  const { accountId, username, address } = owner ?? nobody;
  const { link, row } = newLink(services, 'recover', accountId, address);
  const facts = { site: services.config.siteName, username, lifetime: link.lifetime, client };
  const mail = writeMail(services, address, mailTexts.recover(facts), link);
  if (owner) {
    await putLink(tx, row);
    await queueMail(tx, mail, services.clock());
  } else {
    await deleteLinksOf(tx, accountId, 'recover');
  }
}
