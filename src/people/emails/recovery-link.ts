import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../services.ts';
import { mailTexts } from './catalogue.ts';
import { createLink } from './links.ts';
import { deleteLinksOf } from './links-store.ts';
import { sendMail } from './send-mail.ts';
import type { EmailOwner } from './store.ts';

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
  const site = services.config.siteName;
  if (!owner) {
    await deleteLinksOf(tx, '', 'recover');
    return;
  }
  const { accountId, username, address } = owner;
  const link = await createLink(tx, services, 'recover', accountId, address);
  await sendMail(
    tx,
    services,
    address,
    mailTexts.recover({ site, username, lifetime: link.lifetime, client }),
    link,
  );
}
