import type { MailOverview } from '../operate/accounts/index.ts';
import { count, timeText, visible } from './accounts-text.ts';

/** As rows of a label and a value; none for an account that nobody has written to. */
export function mailRows({ pending, newest }: MailOverview): string[][] {
  return [
    ...(pending === null ? [] : [['pending', visible(pending)]]),
    ...(newest ? [['newest email', mailInWords(newest)]] : []),
  ];
}

function mailInWords(mail: NonNullable<MailOverview['newest']>): string {
  const { id, kind, sent_at, failed_at, due_at, tries, last_error } = mail;
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
    pendingAddress: pending && visible(pending),
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
