import type { PasskeyRefusal } from './refusal.ts';
import type { OwnedPasskey } from './store.ts';

/**
 * Whether a passkey is one that may answer (WebAuthn §7.2). An account that is known has asked for its
 * own passkeys; else the passkey names its owner, and only by the handle that it was given here.
 */
export function refuseOwner(
  passkey: Pick<OwnedPasskey, 'account_id' | 'user_handle'>,
  { accountId, userHandle }: { accountId: string | null; userHandle: string | undefined },
): PasskeyRefusal | undefined {
  if (accountId !== null && passkey.account_id !== accountId) return 'other-account';
  if (accountId === null && userHandle === undefined) return 'user-handle-missing';
  if (userHandle !== undefined && userHandle !== passkey.user_handle) return 'foreign-user-handle';
  return undefined;
}
