import { isoTime } from '../../kit/clock.ts';
import type { MailOverview } from '../../operate/accounts/index.ts';
import { count, timeText, visible } from './text.ts';

/** Rows of a label and a value. Empty for an account that was never sent an email. */
export function mailRows({ pending, newest, remedy, link }: MailOverview): string[][] {
  return [
    ...(pending === null ? [] : [['Pending email', visible(pending)]]),
    ...(newest ? [['Latest message', mailInWords(newest)]] : []),
    ...(remedy === undefined ? [] : [['What helps', remedy]]),
    ...(link ? [['Its link', linkInWords(link)]] : []),
  ];
}

function mailInWords(mail: NonNullable<MailOverview['newest']>): string {
  const { id, kind, sent_at, reply, failed_at, due_at, tries, created_at, last_error } = mail;
  const because = last_error === null ? '' : `: ${last_error}`;
  const what = `${kind} (${id})`;
  if (sent_at !== null)
    return `${what} accepted by the mail server ${timeText(sent_at)}${reply === null ? '' : ` (${reply})`}`;
  if (failed_at !== null) return `${what} gave up ${timeText(failed_at)}${because}`;
  return tries === 0
    ? `${what} waiting to be sent since ${timeText(created_at)}`
    : `${what} retrying at ${timeText(due_at)} after ${count(tries, 'failed attempt')}${because}`;
}

type Fate = NonNullable<MailOverview['link']>;

const states: Readonly<Record<Fate['state'], string>> = {
  good: 'not used yet, expires',
  used: 'used',
  expired: 'expired',
  'newer-link': 'replaced by a link to another address',
  'other-link-used': 'ended when another link was used',
  'account-changed': 'ended by a change to the account',
};

const linkInWords = ({ state, at }: Fate): string => `${states[state]} ${timeText(at)}`;

/** The same for `--json`. */
export function mailJson({ pending, newest, remedy, link }: MailOverview) {
  return {
    pendingAddress: pending && visible(pending),
    newestEmail: newest
      ? {
          id: newest.id,
          kind: newest.kind,
          state: newest.sent_at !== null ? 'sent' : newest.failed_at !== null ? 'given-up' : 'waiting',
          attempts: newest.tries,
          queuedAt: isoTime(newest.created_at),
          sentAt: newest.sent_at === null ? null : isoTime(newest.sent_at),
          reply: newest.reply,
          attemptId: newest.trail_id,
          lastError: newest.last_error,
          remedy: remedy ?? null,
          link: link ? { state: link.state, at: isoTime(link.at) } : null,
        }
      : null,
  };
}
