import { openSecret, sealSecret } from '../sealed-secret.ts';
import type { Mail } from './compose.ts';

/**
 * Links and codes in a mail open an account, so whoever reads the database, a copy or a backup of it must not read
 * them there. The id is sealed in: what was copied into another row opens nothing.
 */
export function sealMail(secretKey: string, id: string, { to, subject, text, html }: Mail): string {
  return sealSecret(secretKey, sealOf(id), Buffer.from(JSON.stringify([to, subject, text, html])));
}

/** Undefined for a mail that is forgotten, and when it was sealed under another key. */
export function openMail(secretKey: string, id: string, sealed: string | null): Mail | undefined {
  const bytes = sealed === null ? undefined : openSecret(secretKey, sealOf(id), sealed);
  if (!bytes) return undefined;
  const [to, subject, text, html] = JSON.parse(bytes.toString('utf8')) as [string, string, string, string];
  return { to, subject, text, html };
}

const sealOf = (id: string) => ({ purpose: 'mail', owner: id });
