import type { Db } from '../../kit/db/index.ts';
import { findNewestMail, type MailKind, type OutboxTable, remedyFor } from '../../kit/mail/index.ts';
import { emailState, fateOf, findLastLink, type LinkFate, maskedAddress } from '../../people/emails/index.ts';

/** The masked address that isn't verified yet, and the state of the latest email and of the link in it. */
export interface MailOverview {
  readonly pending: string | null;
  readonly newest: OutboxTable | undefined;
  /** What helps where it couldn't be sent. */
  readonly remedy: string | undefined;
  readonly link: LinkFate | undefined;
}

const ofLinks: readonly MailKind[] = ['verify-email', 'address-in-use'];
const all: readonly MailKind[] = [...ofLinks, 'recover', 'login-code', 'verification-code', 'notice'];

/** With an unverified address, only emails about it count, because those are what its owner waits for. */
export async function findMailOverview(db: Db, accountId: string, now: number): Promise<MailOverview> {
  const { pending } = await emailState(db, accountId);
  const newest = await findNewestMail(db, accountId, pending === null ? all : ofLinks);
  const purpose = newest?.kind === 'verify-email' || newest?.kind === 'recover' ? newest.kind : undefined;
  const link = purpose && (await findLastLink(db, { accountId, purpose }));
  const error = newest?.sent_at === null ? newest.last_error : null;
  return {
    pending: pending && maskedAddress(pending),
    newest,
    remedy: error === null ? undefined : remedyFor(error),
    link: link && fateOf(link, now),
  };
}
