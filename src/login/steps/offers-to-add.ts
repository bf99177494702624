import { type Enroller, findSetUp, newSetUp, offerPasskey } from '../../factors/enrol/index.ts';
import { relyingPartyOf } from '../../factors/passkey/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import type { Services } from '../../kit/services.ts';
import { findAccount } from '../../people/accounts/index.ts';

/** What `next` says of a second factor that can be added, with what its owner needs for it. */
export interface OfferToAdd {
  readonly factor: 'add-totp' | 'add-passkey';
  readonly [detail: string]: JsonValue;
}

/**
 * The second factors that an attempt can add: an authenticator app, under the same key as long as it may be confirmed,
 * and a passkey where this server has a name for it.
 */
export async function offersToAdd(
  services: Services,
  { attempt, accountId }: { attempt: string; accountId: string | null },
): Promise<OfferToAdd[]> {
  const account = accountId === null ? undefined : await findAccount(services.db, accountId);
  if (!account) return [];
  const enroller: Enroller = { accountId: account.id, username: account.username, subject: attempt };
  const setUp = (await findSetUp(services, enroller)) ?? (await newSetUp(services, enroller));
  const totp: OfferToAdd = { factor: 'add-totp', ...setUp };
  if (!relyingPartyOf(services.config)) return [totp];
  const options = (await offerPasskey(services, enroller)) as unknown as JsonValue;
  return [totp, { factor: 'add-passkey', options }];
}
