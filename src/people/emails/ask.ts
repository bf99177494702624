import { hash } from 'node:crypto';
import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../services.ts';
import type { AccountRow } from '../accounts/index.ts';
import { recordEvent } from '../events/index.ts';
import { countMail, mailWindow, tooManyAttempts } from '../limits/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import type { EmailAddress } from './address.ts';
import { mailTexts } from './catalogue.ts';
import { newLink } from './links.ts';
import { putLink } from './links-store.ts';
import { sendMail } from './send-mail.ts';
import { findAccountByVerifiedEmail, putPendingEmail } from './store.ts';
import { withdrawEmail } from './withdraw.ts';

/**
 * Notes that the account wants this address and sends a link there that confirms it. When the address is another
 * account's already, everything is the same but what the mail says, so nobody learns here who has an account.
 * Throws `too-many-attempts` when the account or the address has had its mails of this hour.
 */
export async function askForEmail(
  tx: Tx,
  services: Pick<Services, 'config' | 'clock'>,
  account: Pick<AccountRow, 'id' | 'username'>,
  email: EmailAddress,
  { client, trail }: { readonly client: Client; readonly trail?: Pick<TrailRecorder, 'note'> },
): Promise<void> {
  const { config, clock } = services;
  const owner = await findAccountByVerifiedEmail(tx, email.key);
  if (owner?.id === account.id) {
    await withdrawEmail(tx, account.id, clock());
    return;
  }
  const names = [`verify:${account.id}`, `verify:${hash('sha256', email.key, 'base64url')}`];
  if (!(await countMail(tx, services, names))) throw tooManyMails();
  const now = clock();
  await putPendingEmail(tx, account.id, email, now);
  const { link, row } = newLink(services, 'verify-email', account.id, email.address);
  await putLink(tx, row);
  const facts = { site: config.siteName, username: account.username, lifetime: link.lifetime, client };
  if (owner) await sendMail(tx, services, email.address, mailTexts.addressInUse(facts));
  else await sendMail(tx, services, email.address, mailTexts.verifyEmail(facts), link);
  trail?.note({ code: 'mail-queued', kind: owner ? 'email-taken' : 'prove-email' });
  await recordEvent(tx, { type: 'email-asked', accountId: account.id, client, at: now });
}

function tooManyMails() {
  const detail = 'Too many mails were sent for this account or to this address. Wait an hour and try again.';
  return problem(tooManyAttempts, detail, { retryAfter: mailWindow / 1000 });
}
