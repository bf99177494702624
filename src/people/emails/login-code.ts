import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { queueMail } from '../../kit/mail/index.ts';
import { mailTexts } from './catalogue.ts';
import { type MailServices, writeMail } from './send-mail.ts';
import { type EmailOwner, nobody } from './store.ts';

/** Sends the owner of an account a code to log in with. For nobody it writes the same mail and sends it to nobody. */
export async function sendLoginCode(
  tx: Tx,
  services: MailServices,
  owner: EmailOwner | null,
  { code, lifetime, client }: { code: string; lifetime: number; client: Client },
): Promise<void> {
  const { username, address } = owner ?? nobody;
  const text = mailTexts.loginCode({ site: services.config.siteName, username, lifetime, client });
  // In two halves it is easier to read and to type; spaces do not count.
  const mail = writeMail(services, address, { ...text, code: code.replace(/(?<=^.{4})/, ' ') });
  const letter = { ...mail, kind: 'login-code', accountId: owner?.accountId ?? null } as const;
  if (owner) await queueMail(tx, services.secretKey, letter, services.clock());
}
