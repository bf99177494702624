import type { Db } from '../../kit/db/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';
import type { Services } from '../../services.ts';
import { findProofOfAddress } from './store.ts';

/**
 * Whether the policy keeps a session from the account until it has proved an address: with `before-login` one that has
 * asked for an address and has proved none, and one without any where an address is required. Another address that is
 * asked for beside a proved one holds nobody up.
 */
export async function mustVerifyEmail(
  db: Db,
  config: Services['config'],
  accountId: string,
): Promise<boolean> {
  if (config.email.verification !== 'before-login' || !mailIsConfigured(config)) return false;
  const proof = await findProofOfAddress(db, accountId);
  return proof === 'asked' || (proof === 'none' && config.email.registration === 'required');
}

/** Whether the page of a registration has a field for an address. */
export function asksForAddress(config: Services['config']): boolean {
  const { registration, verification } = config.email;
  return mailIsConfigured(config) && (verification !== 'none' || registration === 'required');
}
