import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { findAccount } from '../accounts/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import { type MailServices, sendMail } from './send-mail.ts';
import { findVerifiedAddress } from './store.ts';
import type { NoticeKind } from './texts.ts';

/** What happened, and from where. The time is the present. */
export type Notice = NoticeKind & {
  readonly client: Client;
  readonly trail?: Pick<TrailRecorder, 'note' | 'id'>;
};

/**
 * Tells the account's owner by email what happened to the account, in the transaction in which it happens: nothing
 * when there is no confirmed address.
 */
export async function noticeTo(
  tx: Tx,
  services: MailServices,
  accountId: string,
  notice: Notice,
): Promise<void> {
  await sendNotice(tx, services, { accountId, address: await findVerifiedAddress(tx, accountId) }, notice);
}

/** The same to an address that was confirmed when this began; undefined if none was. */
export async function sendNotice(
  tx: Tx,
  services: MailServices,
  { accountId, address }: { readonly accountId: string; readonly address: string | undefined },
  notice: Notice,
): Promise<void> {
  const { config, clock } = services;
  if (address === undefined) return;
  const account = await findAccount(tx, accountId);
  if (!account) return;
  const text = services.words.emails.mails.notice(notice, {
    site: config.siteName,
    username: account.username,
    client: notice.client,
    at: clock(),
    accountUrl: `${config.publicUrl}/account`,
    recoverUrl: `${config.publicUrl}/recover`,
  });
  const about = { kind: 'notice', accountId, trailId: notice.trail?.id ?? null } as const;
  await sendMail(tx, services, about, { address, text });
  notice.trail?.note({ code: 'mail-queued', kind: 'notice' });
}
