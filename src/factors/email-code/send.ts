import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import type { AccountRow } from '../../people/accounts/index.ts';
import { findVerifiedAddress, sendLoginCode } from '../../people/emails/index.ts';
import { countMail, type MailAsker } from '../../people/limits/index.ts';
import { codeLifetime, hashEmailCode, newEmailCode } from './code.ts';
import { deleteCode, putCode } from './store.ts';

interface Wanted {
  readonly account: Pick<AccountRow, 'id' | 'username'> | null;
  /** Names to the counter of mails what somebody has typed, where that is no account. */
  readonly name: string;
  /** The attempt that the code is for. */
  readonly subject: string;
  readonly client: Client;
  readonly by: MailAsker;
}

/**
 * Sends a code for an attempt to the confirmed address of its account; the codes of other attempts stay good. Where
 * there is no account, no confirmed address or no mail left in this hour, it takes the same steps and sends nothing, so
 * that the time of the answer tells no more than the answer (ASVS V6.3.8). What it answers is for the trail alone.
 */
export async function sendEmailCode(
  tx: Tx,
  services: Pick<Services, 'config' | 'clock' | 'secretKey'>,
  { account, name, subject, client, by }: Wanted,
): Promise<'sent' | 'no-address' | 'too-many'> {
  const mayBeSent = await countMail(tx, services, `login-code:${account?.id ?? name}`, { by });
  const address = await findVerifiedAddress(tx, account?.id ?? '');
  const owner =
    mayBeSent && account && address !== undefined
      ? { accountId: account.id, username: account.username, address }
      : null;
  const accountId = owner?.accountId ?? '';
  const code = newEmailCode();
  const row = {
    account_id: accountId,
    subject,
    code_hash: hashEmailCode(services.secretKey, { accountId, subject }, code),
    expires_at: services.clock() + codeLifetime,
  };
  if (owner) await putCode(tx, row);
  else await deleteCode(tx, subject);
  await sendLoginCode(tx, services, owner, { code, lifetime: codeLifetime, client });
  if (owner) return 'sent';
  return mayBeSent ? 'no-address' : 'too-many';
}
