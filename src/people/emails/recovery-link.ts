import type { Tx } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import type { Client } from '../../kit/http/index.ts';
import { queueAgain } from '../../kit/mail/index.ts';
import { lifetimeOf, newLink } from './links/links.ts';
import { putLink } from './links/links-store.ts';
import { findGoodMail, sendNewLink } from './send-link.ts';
import { type MailServices, writeMail } from './send-mail.ts';
import { type EmailOwner, nobody } from './store.ts';

/**
 * Sends the owner of an account a link to choose a new password; `mayCopy` says whether one that was sent before may be
 * sent again, while a new one always is, since there is at most one in half of a link's time. Answers whether a mail
 * was queued. For nobody it takes the same steps and sends nothing, so that the time of the answer tells no more than
 * the answer (ASVS V6.3.8).
 */
export async function sendRecoveryLink(
  tx: Tx,
  services: MailServices,
  owner: EmailOwner | null,
  { client, trailId, mayCopy }: { client: Client; trailId: string | null; mayCopy: boolean },
): Promise<boolean> {
  const { accountId, username, address } = owner ?? nobody;
  const site = services.config.siteName;
  const wanted = { account_id: accountId, purpose: 'recover', address, trail_id: trailId } as const;
  const text = (lifetime: number) =>
    services.words.emails.mails.recover({ site, username, lifetime, client });
  const sent = await findGoodMail(tx, services, wanted);
  if (!owner) {
    const { link } = newLink(services, 'recover', accountId, address);
    writeMail(services, address, text(link.lifetime), link);
    await queueAgain(tx, '', services.clock(), trailId);
    return false;
  }
  if (sent === undefined) await sendNewLink(tx, services, wanted, text);
  else if (mayCopy) await queueAgain(tx, sent, services.clock(), trailId);
  return sent === undefined || mayCopy;
}

/** For somebody who waits for no email. NIST SP 800-63B-4 §4.2: a code sent by email is good for 24 hours at most. */
const unexpectedLifetime = hours(24);

/**
 * Sends a link to choose a password to somebody who didn't ask for one: an admin has made their account, or asks for a new
 * password. It's a new one each time, for the transaction ends the ones before.
 */
export async function sendPasswordLink(
  tx: Tx,
  services: MailServices,
  { accountId, username, address }: EmailOwner,
  why: 'asked' | 'created',
): Promise<void> {
  const { config, words } = services;
  const wanted = { account_id: accountId, purpose: 'recover', address, trail_id: null } as const;
  const text = (lifetime: number) =>
    words.emails.mails.choosePassword[why]({ site: config.siteName, username, lifetime });
  const lifetime = Math.max(unexpectedLifetime, lifetimeOf(config, 'recover'));
  await sendNewLink(tx, services, wanted, text, lifetime);
}

/** A link to choose a password that is sent to nobody, but handed over by who runs a command. */
export async function makePasswordLink(
  tx: Tx,
  services: MailServices,
  accountId: string,
  lifetime: number,
): Promise<{ readonly url: string; readonly expiresAt: number }> {
  const { link, row } = newLink(services, 'recover', accountId, '', lifetime);
  await putLink(tx, { ...row, mail_id: null, trail_id: null });
  return { url: link.url, expiresAt: row.expires_at };
}
