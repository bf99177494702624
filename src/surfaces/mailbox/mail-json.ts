import { isoTime } from '../../kit/clock.ts';
import type { OpenedMail } from '../../kit/mail/index.ts';

/** A mail for programs and tests. */
export function toMailJson({ id, to, subject, text, html, created_at }: OpenedMail) {
  return { id, to, subject, text, html, createdAt: isoTime(created_at) };
}
