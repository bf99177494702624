import type { Db } from '../../kit/db/index.ts';
import { findNewestMail, type MailKind, type OutboxTable } from '../../kit/mail/index.ts';
import { emailState } from '../../people/emails/index.ts';

/** The address that an account is still to verify, masked, and what became of its newest email. */
export interface MailOverview {
  readonly pending: string | null;
  readonly newest: OutboxTable | undefined;
}

const ofLinks: readonly MailKind[] = ['verify-email', 'address-in-use'];
const all: readonly MailKind[] = [...ofLinks, 'recover', 'login-code', 'verification-code', 'notice'];

/** While an address is pending its own emails are looked at, since they are what its owner waits for. */
export async function findMailOverview(db: Db, accountId: string): Promise<MailOverview> {
  const { pending } = await emailState(db, accountId);
  const newest = await findNewestMail(db, accountId, pending === null ? all : ofLinks);
  return { pending: pending && masked(pending), newest };
}

/** `d…@example.com`: enough to see a typing mistake in the domain. */
function masked(address: string): string {
  const [first = ''] = address;
  return `${first}…${address.slice(address.lastIndexOf('@'))}`;
}
