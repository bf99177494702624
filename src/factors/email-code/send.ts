import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import type { AccountRow } from '../../people/accounts/index.ts';
import { findVerifiedAddress, sendLoginCode, sendVerificationCode } from '../../people/emails/index.ts';
import { countMail, type MailRequester } from '../../people/limits/index.ts';
import { codeLifetime, hashEmailCode, newEmailCode, sessionSubject } from './code.ts';
import { deleteCode, putCode } from './store.ts';

type SendServices = Pick<Services, 'config' | 'clock' | 'secretKey' | 'words'>;

interface Wanted {
  readonly account: Pick<AccountRow, 'id' | 'username'> | null;
  /** Names to the counter of mails what somebody has typed, where that is no account. */
  readonly name: string;
  /** The attempt that the code is for. */
  readonly subject: string;
  readonly client: Client;
  /** The attempt that asks, for the email. */
  readonly trailId: string;
  readonly by: MailRequester;
}

/**
 * Sends a code for an attempt to the confirmed address of its account; the codes of other attempts stay good. Where
 * there is no account, no confirmed address or no mail left in this hour, it takes the same steps and sends nothing, so
 * that the time of the answer tells no more than the answer (ASVS V6.3.8). What it answers is for the trail alone.
 */
export async function sendEmailCode(
  tx: Tx,
  services: SendServices,
  { account, name, subject, client, trailId, by }: Wanted,
): Promise<'sent' | 'no-address' | 'too-many'> {
  const mayBeSent = await countCode(tx, services, account?.id ?? name, by);
  const address = await findVerifiedAddress(tx, account?.id ?? '');
  const owner =
    mayBeSent && account && address !== undefined
      ? { accountId: account.id, username: account.username, address }
      : null;
  const { code, row } = newCode(services, { accountId: owner?.accountId ?? '', subject });
  if (owner) await putCode(tx, row);
  else await deleteCode(tx, subject);
  await sendLoginCode(tx, services, owner, { code, lifetime: codeLifetime, client, trailId });
  if (owner) return 'sent';
  return mayBeSent ? 'no-address' : 'too-many';
}

/**
 * Sends the holder of a session a code to confirm who they are, in place of one sent for this session before. If there
 * were too many this hour, nothing changes and the earlier code stays good. The transaction holds the account.
 */
export async function sendCodeForSession(
  tx: Tx,
  services: SendServices,
  {
    account,
    sessionId,
    client,
    trailId,
  }: Pick<Wanted, 'client' | 'trailId'> & {
    readonly account: Pick<AccountRow, 'id' | 'username'>;
    readonly sessionId: string;
  },
): Promise<'sent' | 'no-address' | 'too-many'> {
  const { id: accountId, username } = account;
  const address = await findVerifiedAddress(tx, accountId);
  if (address === undefined) return 'no-address';
  const by = { isKnown: true, hasProved: false, address: client.address };
  if (!(await countCode(tx, services, accountId, by))) return 'too-many';
  const { code, row } = newCode(services, { accountId, subject: sessionSubject(sessionId, address) });
  await putCode(tx, row);
  const owner = { accountId, username, address };
  await sendVerificationCode(tx, services, owner, { code, lifetime: codeLifetime, client, trailId });
  return 'sent';
}

function countCode(tx: Tx, services: SendServices, name: string, by: MailRequester): Promise<boolean> {
  return countMail(tx, services, `login-code:${name}`, { by });
}

function newCode({ secretKey, clock }: SendServices, whose: { accountId: string; subject: string }) {
  const code = newEmailCode();
  const row = {
    account_id: whose.accountId,
    subject: whose.subject,
    code_hash: hashEmailCode(secretKey, whose, code),
    expires_at: clock() + codeLifetime,
  };
  return { code, row };
}
