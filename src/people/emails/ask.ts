import { hash } from 'node:crypto';
import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { AccountRow } from '../accounts/index.ts';
import { recordEvent } from '../events/index.ts';
import { countMail, mailWindow, tooManyAttempts } from '../limits/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import type { EmailAddress } from './address.ts';
import { endLinks } from './links/links-store.ts';
import { sendLink } from './send-link.ts';
import { type MailServices, sendMail } from './send-mail.ts';
import { findAccountByVerifiedEmail, putPendingEmail } from './store.ts';
import { withdrawEmail } from './withdraw.ts';

/**
 * Notes that the account wants this address and sends a link there that confirms it. When the address is another
 * account's already, everything is the same but what the mail says, so nobody learns here who has an account.
 *
 * What other accounts have asked for at this address, however many a stranger has made, keeps nobody from it: an account
 * then has half of its allowance, and never less than one mail.
 * Throws `too-many-attempts` when the account has had its mails of this hour.
 */
export async function askForEmail(
  tx: Tx,
  services: MailServices,
  account: Pick<AccountRow, 'id' | 'username'>,
  email: EmailAddress,
  { client, trail }: { readonly client: Client; readonly trail?: Pick<TrailRecorder, 'note' | 'id'> },
): Promise<void> {
  const { config, clock } = services;
  const owner = await findAccountByVerifiedEmail(tx, email.key);
  if (owner?.id === account.id) {
    await withdrawEmail(tx, account.id, clock());
    return;
  }
  const { mailsAnHour } = config.email;
  const isCalm = await countMail(tx, services, `verify:${hash('sha256', email.key, 'base64url')}`);
  const most = isCalm ? mailsAnHour : Math.max(1, Math.floor(mailsAnHour / 2));
  if (!(await countMail(tx, services, `verify:${account.id}`, { most }))) throw tooManyMails();
  const now = clock();
  await putPendingEmail(tx, account.id, email, now);
  const facts = { site: config.siteName, username: account.username, client };
  if (owner) {
    // The same end as by another link: nobody learns from an older one what the email says.
    await endLinks(tx, { accountId: account.id, purpose: 'verify-email' }, { now, by: 'newer-link' });
    const about = { kind: 'address-in-use', accountId: account.id, trailId: trail?.id ?? null } as const;
    await sendMail(tx, services, about, {
      address: email.address,
      text: services.words.emails.mails.addressInUse(facts),
    });
  } else {
    const wanted = {
      account_id: account.id,
      purpose: 'verify-email',
      address: email.address,
      trail_id: trail?.id ?? null,
    } as const;
    await sendLink(tx, services, wanted, (lifetime) =>
      services.words.emails.mails.verifyEmail({ ...facts, lifetime }),
    );
  }
  trail?.note({ code: 'mail-queued', kind: owner ? 'email-taken' : 'prove-email' });
  await recordEvent(tx, { type: 'email-asked', accountId: account.id, client, at: now });
}

/** For somebody whose account it is: nobody else may learn that mails were sent. */
export function tooManyMails() {
  return problem(tooManyAttempts, ({ emails }) => emails.tooManyMails, { retryAfter: mailWindow / 1000 });
}
