import type { Db } from '../../kit/db/index.ts';
import { findNewestMail, type MailKind, type OutboxTable } from '../../kit/mail/index.ts';
import { emailState } from '../../people/emails/index.ts';

/** The masked address that isn't verified yet, and the state of the latest email. */
export interface MailOverview {
  readonly pending: string | null;
  readonly newest: OutboxTable | undefined;
}

const ofLinks: readonly MailKind[] = ['verify-email', 'address-in-use'];
const all: readonly MailKind[] = [...ofLinks, 'recover', 'login-code', 'verification-code', 'notice'];

/** With an unverified address, only emails about it count, because those are what its owner waits for. */
export async function findMailOverview(db: Db, accountId: string): Promise<MailOverview> {
  const { pending } = await emailState(db, accountId);
  const newest = await findNewestMail(db, accountId, pending === null ? all : ofLinks);
  return { pending: pending && masked(pending), newest };
}

/** `d…@example.com`: enough to spot a typo in the domain. */
function masked(address: string): string {
  const [first = ''] = address;
  return `${first}…${address.slice(address.lastIndexOf('@'))}`;
}
