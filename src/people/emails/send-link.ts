import type { Tx } from '../../kit/db/index.ts';
import { queueAgain, queueMail } from '../../kit/mail/index.ts';
import { lifetimeOf, newLink } from './links/links.ts';
import { findNewestLink, putLink } from './links/links-store.ts';
import { type MailServices, writeMail } from './send-mail.ts';
import type { LinksTable } from './table.ts';
import type { MailText } from './texts.ts';

type Wanted = Pick<LinksTable, 'account_id' | 'purpose' | 'address' | 'trail_id'>;

/** The mail with the link that still has half of its time, which is sent again instead of another link. */
export async function findGoodMail(
  tx: Tx,
  { config, clock }: MailServices,
  wanted: Wanted,
): Promise<string | undefined> {
  const now = clock();
  const link = await findNewestLink(tx, wanted, now);
  const isFresh = link && link.expires_at - now >= lifetimeOf(config, wanted.purpose) / 2;
  return isFresh ? (link.mail_id ?? undefined) : undefined;
}

/**
 * Sends a link to an address. While there is a good one its mail goes out again, as it was: a stranger who asks can
 * neither end the link that the owner has, nor have many of them lie in a mailbox. An older one that is not late stays
 * good beside a new one.
 */
export async function sendLink(
  tx: Tx,
  services: MailServices,
  wanted: Wanted,
  text: (lifetime: number) => MailText,
): Promise<void> {
  const sent = await findGoodMail(tx, services, wanted);
  if (sent === undefined) await sendNewLink(tx, services, wanted, text);
  else await queueAgain(tx, sent, services.clock(), wanted.trail_id);
}

/** Sends a link where there is no good one. */
export async function sendNewLink(
  tx: Tx,
  services: MailServices,
  wanted: Wanted,
  text: (lifetime: number) => MailText,
  lifetime = lifetimeOf(services.config, wanted.purpose),
): Promise<void> {
  const now = services.clock();
  const { account_id: accountId, purpose, address, trail_id: trailId } = wanted;
  const { link, row } = newLink(services, purpose, accountId, address, lifetime);
  const mail = writeMail(services, address, text(link.lifetime), link);
  const letter = { ...mail, kind: purpose, accountId, trailId, keptUntil: row.expires_at };
  const mailId = await queueMail(tx, services.secretKey, letter, now);
  await putLink(tx, { ...row, mail_id: mailId, trail_id: trailId });
}
