import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { queueMail } from '../../kit/mail/index.ts';
import { type MailServices, sendMail, writeMail } from './send-mail.ts';
import { type EmailOwner, nobody } from './store.ts';

interface NewCode {
  readonly code: string;
  /** In milliseconds. */
  readonly lifetime: number;
  readonly client: Client;
  /** The attempt that asks for it. */
  readonly trailId: string;
}

/** Sends the owner of an account a code to log in with. For nobody it writes the same mail and sends it to nobody. */
export async function sendLoginCode(
  tx: Tx,
  services: MailServices,
  owner: EmailOwner | null,
  { code, lifetime, client, trailId }: NewCode,
): Promise<void> {
  const { username, address } = owner ?? nobody;
  const text = services.words.emails.mails.loginCode({
    site: services.config.siteName,
    username,
    lifetime,
    client,
  });
  const mail = writeMail(services, address, { ...text, code: inHalves(code) });
  const letter = { ...mail, kind: 'login-code', accountId: owner?.accountId ?? null, trailId } as const;
  if (owner) await queueMail(tx, services.secretKey, letter, services.clock());
}

/** Sends somebody who is signed in a code to confirm that it's them. */
export async function sendVerificationCode(
  tx: Tx,
  services: MailServices,
  { accountId, username, address }: EmailOwner,
  { code, lifetime, client, trailId }: NewCode,
): Promise<void> {
  const { siteName: site, publicUrl } = services.config;
  const accountUrl = `${publicUrl}/account`;
  const text = services.words.emails.mails.verificationCode({ site, username, lifetime, client, accountUrl });
  const about = { kind: 'verification-code', accountId, trailId } as const;
  await sendMail(tx, services, about, { address, text: { ...text, code: inHalves(code) } });
}

/** Easier to read and to type; spaces don't count. */
function inHalves(code: string): string {
  return code.replace(/(?<=^.{4})/, ' ');
}
