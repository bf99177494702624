import type { Db } from '../../kit/db/index.ts';
import type { KeysetPage, Place } from '../../kit/keyset.ts';
import { findQueued, type MailState, pageOfMails, type QueuedMail, remedyFor } from '../../kit/mail/index.ts';
import type { Services } from '../../kit/services.ts';
import { findUsernames } from '../accounts/index.ts';

type QueueServices = Pick<Services, 'db' | 'secretKey'>;

/** Which emails to list. */
interface MailQueueQuery extends Place<string> {
  readonly state?: MailState | undefined;
}

/** An email with what is known around it. */
export interface ListedMail extends QueuedMail {
  /** Of the account that it is about, as it's called now. */
  readonly username: string | undefined;
  /** What helps against the last error, where something does. */
  readonly remedy: string | undefined;
}

/** Emails of the outbox, the newest first, without what they say. */
export async function listMailQueue(
  { db, secretKey }: QueueServices,
  query: MailQueueQuery,
): Promise<KeysetPage<ListedMail, string>> {
  const page = await pageOfMails(db, secretKey, query);
  return { ...page, items: await describe(db, page.items) };
}

/** One of them; undefined when there is none. */
export async function showQueuedMail(
  { db, secretKey }: QueueServices,
  id: string,
): Promise<ListedMail | undefined> {
  const mail = await findQueued(db, secretKey, id);
  return mail && (await describe(db, [mail]))[0];
}

async function describe(db: Db, mails: readonly QueuedMail[]): Promise<ListedMail[]> {
  const names = await findUsernames(
    db,
    mails.map((mail) => mail.account_id),
  );
  return mails.map((mail) => ({
    ...mail,
    username: names.get(mail.account_id ?? ''),
    remedy: mail.last_error === null ? undefined : remedyFor(mail.last_error),
  }));
}
