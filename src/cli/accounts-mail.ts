import type { MailOverview } from '../operate/accounts/index.ts';
import { count, timeText, visible } from './accounts-text.ts';

/** Rows of a label and a value. Empty for an account that was never sent an email. */
export function mailRows({ pending, newest }: MailOverview): string[][] {
  return [
    ...(pending === null ? [] : [['Pending email', visible(pending)]]),
    ...(newest ? [['Latest message', mailInWords(newest)]] : []),
  ];
}

function mailInWords(mail: NonNullable<MailOverview['newest']>): string {
  const { id, kind, sent_at, failed_at, due_at, tries, last_error } = mail;
  const because = last_error === null ? '' : `: ${last_error}`;
  const what = `${kind} (${id})`;
  if (sent_at !== null) return `${what} accepted by the mail server ${timeText(sent_at)}`;
  if (failed_at !== null) return `${what} gave up ${timeText(failed_at)}${because}`;
  return tries === 0
    ? `${what} waiting to be sent`
    : `${what} retrying at ${timeText(due_at)} after ${count(tries, 'failed attempt')}${because}`;
}

/** The same for `--json`. */
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
