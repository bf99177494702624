import { minutes } from '../../../kit/duration.ts';
import { addressKey } from '../../../kit/http/index.ts';
import type { LimitServices } from '../challenge.ts';
import { findLimit, reserve } from '../store.ts';

const most = 10;

/**
 * Judges the secret of an app, unless too many wrong ones came for it from this network within a minute; undefined then. A secret
 * has 256 bits, so one that is judged beside others before it is counted gains nobody anything, and the right one costs no write.
 */
export async function judgeAppSecret(
  { db, clock }: Pick<LimitServices, 'db' | 'clock'>,
  { appId, address }: { readonly appId: string; readonly address: string },
  judge: () => Promise<boolean>,
): Promise<boolean | undefined> {
  const now = clock();
  const key = `app-secrets:${appId}:${addressKey(address)}`;
  const counted = await findLimit(db, key);
  if (counted && counted.expires_at > now && counted.count >= most) return undefined;
  if (await judge()) return true;
  const never = Number.MAX_SAFE_INTEGER;
  await reserve(db, {
    ...{ key, accountId: null, now, expiresAt: now + minutes(1), sliding: false },
    ...{ most, challengeFrom: never, proved: false, waitFrom: never, firstWait: 0, longestWait: 0 },
  });
  return false;
}
