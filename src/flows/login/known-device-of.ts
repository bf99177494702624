import { findAccount } from '../../people/accounts/index.ts';
import { findKnownDevice, type KnownDevice } from '../../people/limits/index.ts';
import type { Services } from '../../services.ts';
import type { Asker } from './asker.ts';

/** Whether this browser is known to the account, whose guesses then have a count of their own. */
export async function knownDeviceOf(
  services: Services,
  accountId: string,
  { request }: Asker,
): Promise<KnownDevice | null> {
  const account = await findAccount(services.db, accountId);
  return account
    ? findKnownDevice(services, request, { accountId, securityVersion: account.security_version })
    : null;
}
