import { openSecret, sealSecret } from '../../kit/sealed-secret.ts';
import type { Services } from '../../kit/services.ts';
import type { TotpTable } from './table.ts';

/**
 * A TOTP key is needed in clear to judge a code, so it cannot be hashed like all other secrets. Sealed, a stolen
 * database or backup does not hold everybody's second factor: the key to it is not in there.
 */
export function sealKey(
  { secretKey }: Pick<Services, 'secretKey'>,
  accountId: string,
  key: Uint8Array,
): string {
  return sealSecret(secretKey, { purpose: 'totp', owner: accountId }, key);
}

/** Undefined when the server's secret key is no longer the one that it was sealed with; the operator is told. */
export function openKey(
  { secretKey, log }: Pick<Services, 'secretKey' | 'log'>,
  { account_id: accountId, secret }: Pick<TotpTable, 'account_id' | 'secret'>,
): Buffer | undefined {
  const key = openSecret(secretKey, { purpose: 'totp', owner: accountId }, secret);
  if (!key) {
    log.error(
      { accountId },
      'A TOTP key was sealed under a secret key that is not the configured one. No code of this account is accepted. If that key is lost, "latchkey accounts remove-second-factor" lets its owner in.',
    );
  }
  return key;
}
