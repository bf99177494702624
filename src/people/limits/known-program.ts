import { hash } from 'node:crypto';
import type { Tx } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { addressKey, type Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { never, noWait } from './asked/address-limit.ts';
import type { DeviceOwner } from './known-device.ts';
import { reserve } from './store.ts';

/** How long a program is known after its last login. */
const remembered = days(30);

/**
 * Whether this account has not been logged in lately by a program of this name from this network. Programs keep no
 * cookies, so that is all to know one by: enough not to send a mail each time that a script runs, and nothing else
 * hangs on it. A change of password or factors makes strangers of all. What is kept is a hash.
 */
export async function isNewProgram(
  tx: Tx,
  { clock }: Pick<Services, 'clock'>,
  { accountId, securityVersion }: DeviceOwner,
  { address, device }: Client,
): Promise<boolean> {
  const now = clock();
  const name = hash(
    'sha256',
    JSON.stringify([accountId, securityVersion, addressKey(address), device]),
    'base64url',
  );
  const logins = await reserve(tx, {
    key: `program:${name}`,
    accountId: null,
    now,
    expiresAt: now + remembered,
    sliding: true,
    most: never,
    challengeFrom: never,
    proved: false,
    ...noWait,
  });
  return logins === 1;
}
