import type { Tx } from '../../kit/db/index.ts';
import { queueMail } from '../../kit/mail/index.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { EmailAddress } from './address.ts';
import { newToken } from './links/links.ts';
import { type MailServices, writeMail } from './send-mail.ts';

/**
 * Sends an invitation to an address, with a link that proves it, and answers the hash of its token. The mail names the
 * site alone: nobody can have this server send their own words to strangers.
 */
export async function sendInvitation(
  tx: Tx,
  services: MailServices,
  { address }: Pick<EmailAddress, 'address'>,
): Promise<string> {
  const { config, clock, secretKey, words } = services;
  const lifetime = config.registration.invitationLifetime;
  const code = newToken(secretKey);
  const link = { url: `${config.publicUrl}/invitation#${code}`, code, lifetime };
  const text = words.emails.mails.invitation({ site: config.siteName, lifetime });
  const letter = {
    ...writeMail(services, address, text, link),
    kind: 'invitation',
    accountId: null,
  } as const;
  await queueMail(tx, secretKey, letter, clock());
  return hashToken(code);
}
