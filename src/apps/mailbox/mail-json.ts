import { isoTime } from '../../kit/clock.ts';
import type { OutboxTable } from '../../kit/mail/index.ts';

/** A mail for programs and tests. */
export function toMailJson({ id, recipient, subject, text, html, created_at }: OutboxTable) {
  return { id, to: recipient, subject, text, html, createdAt: isoTime(created_at) };
}
