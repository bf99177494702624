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

/** Undefined, with an error in the log, when it was encrypted with another secret key than the server's. */
export function openKey(
  { secretKey, log }: Pick<Services, 'secretKey' | 'log'>,
  { account_id: accountId, secret }: Pick<TotpTable, 'account_id' | 'secret'>,
): Buffer | undefined {
  const key = openSecret(secretKey, { purpose: 'totp', owner: accountId }, secret);
  if (!key) {
    log.error(
      { accountId },
      'An authenticator app key was encrypted with another secret key than the configured one, so its codes are refused. Restore that key. If it is lost, run "latchkey accounts remove-second-factor".',
    );
  }
  return key;
}
