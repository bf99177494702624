import type { Db, Tx } from '../../../kit/db/index.ts';
import { minutes } from '../../../kit/duration.ts';
import { mailIsConfigured } from '../../../kit/mail/index.ts';
import type { AccountRow } from '../../../people/accounts/index.ts';
import { emailState, makePasswordLink, sendPasswordLink } from '../../../people/emails/index.ts';
import type { ActServices } from './act-on.ts';

/** How the owner comes by a password: a link in an email, or one that whoever runs the command hands over. */
export type PasswordLink = { readonly sentTo: string } | { readonly url: string; readonly expiresAt: number };

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
): Promise<string | undefined> {
  if (!mailIsConfigured(config)) return undefined;
  const { email, pending } = await emailState(db, id);
  return email ?? (last_login_at === null ? (pending ?? undefined) : undefined);
}

interface Giving {
  readonly account: Pick<AccountRow, 'id' | 'username'>;
  /** Using the link verifies it, where that hasn't been done. */
  readonly reach: string | undefined;
  readonly why: 'asked' | 'created';
}

/** Emails the owner a link to choose a password, or makes one to be handed over where no email reaches them. */
export async function giveLink(
  tx: Tx,
  services: ActServices,
  { account: { id: accountId, username }, reach, why }: Giving,
): Promise<PasswordLink> {
  if (!reach) return makePasswordLink(tx, services, accountId, printedLifetime);
  await sendPasswordLink(tx, services, { accountId, username, address: reach }, why);
  return { sentTo: reach };
}
