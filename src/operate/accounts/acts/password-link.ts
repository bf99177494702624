import type { Db, Tx } from '../../../kit/db/index.ts';
import { minutes } from '../../../kit/duration.ts';
import { mailIsConfigured } from '../../../kit/mail/index.ts';
import type { AccountRow } from '../../../people/accounts/index.ts';
import {
  emailKey,
  emailState,
  makePasswordLink,
  putPendingEmail,
  sendPasswordLink,
} from '../../../people/emails/index.ts';
import type { ActServices } from './act-on.ts';

/** How the owner comes by a password: a link in an email, or one that whoever runs the command hands over. */
export type PasswordLink = { readonly sentTo: string } | { readonly url: string; readonly expiresAt: number };

/** The address that an email reaches the owner at, and whether using the link is what verifies it. */
export interface Reach {
  readonly address: string;
  readonly isPending: boolean;
}

/** How long a link is good that a command prints. */
const printedLifetime = minutes(30);

/**
 * Where a link goes: to the verified address. An account that nobody has ever been in has no other than the one that it was
 * made with. Undefined where no email reaches anybody.
 */
export async function findReach(
  db: Db,
  { config }: ActServices,
  { id, last_login_at }: Pick<AccountRow, 'id' | 'last_login_at'>,
): Promise<Reach | undefined> {
  if (!mailIsConfigured(config)) return undefined;
  const { email, pending } = await emailState(db, id);
  if (email !== null) return { address: email, isPending: false };
  return pending !== null && last_login_at === null ? { address: pending, isPending: true } : undefined;
}

interface Giving {
  readonly account: Pick<AccountRow, 'id' | 'username'>;
  readonly reach: Reach | undefined;
  readonly why: 'asked' | 'created';
}

/** Emails the owner a link to choose a password, or makes one to be handed over where no email reaches them. */
export async function giveLink(
  tx: Tx,
  services: ActServices,
  { account: { id: accountId, username }, reach, why }: Giving,
): Promise<PasswordLink> {
  if (!reach) return makePasswordLink(tx, services, accountId, printedLifetime);
  const { address, isPending } = reach;
  // It went with the links that led to it.
  if (isPending) await putPendingEmail(tx, accountId, { address, key: emailKey(address) }, services.clock());
  await sendPasswordLink(tx, services, { accountId, username, address }, why);
  return { sentTo: address };
}
