import type { Tx } from '../../kit/db/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';
import type { Services } from '../../kit/services.ts';
import type { AccountRow } from '../../people/accounts/index.ts';
import { findVerifiedAddress, noticeTo } from '../../people/emails/index.ts';
import { countMail, type DeviceOwner, findKnownDevice, isNewProgram } from '../../people/limits/index.ts';
import type { Transport } from '../../people/sessions/index.ts';
import type { Requester } from '../requester.ts';

/**
 * Tells the owner by mail of a login from a browser or program that the account does not know (ASVS V6.3.5), in the
 * transaction that opens the session. Of the first login there is nothing to tell. What costs nothing is asked first,
 * since this is in the way of every login; whoever logs in again and again as a stranger brings a few mails an hour.
 */
export async function tellOfNewDevice(
  tx: Tx,
  services: Pick<Services, 'config' | 'clock' | 'secretKey' | 'words'>,
  account: AccountRow,
  { owner, transport, requester }: { owner: DeviceOwner; transport: Transport; requester: Requester },
): Promise<void> {
  if (account.last_login_at === null || !mailIsConfigured(services.config)) return;
  if (findKnownDevice(services, requester.request, owner)) return;
  if ((await findVerifiedAddress(tx, account.id)) === undefined) return;
  const { client } = requester;
  if (transport === 'bearer' && !(await isNewProgram(tx, services, owner, client))) return;
  if (!(await countMail(tx, services, `new-device:${account.id}`))) return;
  await noticeTo(tx, services, account.id, { kind: 'new-device', client });
  requester.trail.note({ code: 'mail-queued', kind: 'new-device' });
}
