import { createHmac } from 'node:crypto';

/** Identifies a secret key without revealing it. Empty without one. */
export function secretKeyCheck(secretKey: string | undefined): string {
  if (secretKey === undefined) return '';
  return createHmac('sha256', secretKey).update('latchkey accounts export').digest('hex').slice(0, 32);
}
