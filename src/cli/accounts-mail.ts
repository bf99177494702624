import type { Db } from '../kit/db/index.ts';
import { findNewestMail, type MailKind, type OutboxTable } from '../kit/mail/index.ts';
import { emailState } from '../people/emails/index.ts';
import { count, timeText, visible } from './accounts-text.ts';

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
  return visible(`${first}…${address.slice(address.lastIndexOf('@'))}`);
}

/** As rows of a label and a value; none for an account that nobody has written to. */
export function mailRows({ pending, newest }: MailOverview): string[][] {
  return [
    ...(pending === null ? [] : [['pending', pending]]),
    ...(newest ? [['newest email', mailInWords(newest)]] : []),
  ];
}

function mailInWords({ id, kind, sent_at, failed_at, due_at, tries, last_error }: OutboxTable): string {
  const because = last_error === null ? '' : `: ${last_error}`;
  const what = `${kind} (${id})`;
  if (sent_at !== null) return `${what} handed to the mail server ${timeText(sent_at)}`;
  if (failed_at !== null) return `${what} given up ${timeText(failed_at)}${because}`;
  return tries === 0
    ? `${what} waiting to be sent`
    : `${what} waiting, next attempt ${timeText(due_at)}, failed ${count(tries, 'time')}${because}`;
}

/** For programs. */
export function mailJson({ pending, newest }: MailOverview) {
  return {
    pendingAddress: pending,
    newestEmail: newest
      ? {
          id: newest.id,
          kind: newest.kind,
          state: newest.sent_at !== null ? 'sent' : newest.failed_at !== null ? 'given-up' : 'waiting',
          attempts: newest.tries,
          lastError: newest.last_error,
        }
      : null,
  };
}
