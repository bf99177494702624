import { hash, randomInt } from 'node:crypto';
import { minutes } from '../../kit/duration.ts';
import { sign } from '../../kit/secret-token.ts';

/** NIST SP 800-63B-4 §3.1.3 and ASVS V6.5.5 allow ten minutes at most. */
export const codeLifetime = minutes(10);

/** Eight digits from a secure source: 26 bits. */
export function newEmailCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0');
}

/**
 * What a code that confirms an identity is good for: one session, and the address it was sent to. Once the account has
 * another address, whoever reads the old one holds a code for nothing.
 */
export function sessionSubject(sessionId: string, address: string): string {
  return `${sessionId}:${hash('sha256', address, 'base64url')}`;
}

/**
 * A plain hash of eight digits is undone in a second by whoever reads the database; without the server's key this one
 * is not. Account and subject are in it, so a code is good only for the sign-in or session it was sent for (ASVS V6.6.2).
 */
export function hashEmailCode(
  secretKey: string,
  { accountId, subject }: { accountId: string; subject: string },
  code: string,
): string {
  return sign(secretKey, 'email-code', JSON.stringify([accountId, subject, code]));
}
