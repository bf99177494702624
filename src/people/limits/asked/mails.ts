import type { Tx } from '../../../kit/db/index.ts';
import { hours } from '../../../kit/duration.ts';
import { addressKey } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { reserve } from '../store.ts';
import type { LimitRow } from '../table.ts';
import { never, noWait } from './address-limit.ts';

/** Who asks for a mail to somebody's address, as far as that can be told. */
export interface MailRequester {
  /** A browser that the account has logged in from. */
  readonly isKnown: boolean;
  /** A proof of work came along. */
  readonly hasProved: boolean;
  /** The network address. */
  readonly address: string;
}

/**
 * Counts a mail under a name before it is queued; false when there were `most` in this hour already. It is in the
 * transaction that queues the mail: what is rolled back is not counted.
 *
 * Whoever the account knows, and whoever has proved work (each network apart), has an allowance of its own: a stranger
 * who asks for mails to somebody uses up what strangers have, and nothing of the owner's.
 */
export async function countMail(
  tx: Tx,
  { config, clock }: Pick<Services, 'config' | 'clock'>,
  name: string,
  { by, most = config.email.mailsAnHour }: { readonly by?: MailRequester; readonly most?: number } = {},
): Promise<boolean> {
  const now = clock();
  const counted = await reserve(tx, {
    key: mailKey(name, by),
    accountId: null,
    now,
    expiresAt: now + mailWindow,
    sliding: false,
    most,
    challengeFrom: never,
    proved: false,
    ...noWait,
  });
  return counted !== undefined;
}

/** Under what mails are counted; for a stranger who has proved no work unless somebody else is said. */
export function mailKey(name: string, requester?: MailRequester): string {
  const key = `mails:${name}`;
  if (!requester) return key;
  if (requester.isKnown) return `${key}:known`;
  return requester.hasProved ? `${key}:proved:${addressKey(requester.address)}` : key;
}

/**
 * When the next mail under a key is queued for a stranger who has proved no work, in Unix milliseconds; undefined when
 * that is now.
 */
export function mailsFullUntil(
  rows: readonly LimitRow[],
  { email }: Pick<Services['config'], 'email'>,
  key: string,
  now: number,
): number | undefined {
  const row = rows.find((one) => one.key === key);
  return row && row.expires_at > now && row.count >= email.mailsAnHour ? row.expires_at : undefined;
}

/** In milliseconds. */
export const mailWindow = hours(1);
