/**
 * Passkeys (WebAuthn): their keys, what is asked of them how their answers are judged, how one is added and what its owner sees. Who may add one and
 * what follows from it is the business of the flows.
 */
export { addPasskey, offerNewPasskey } from './add.ts';
export { deleteExpiredPasskeyChallenges } from './challenges.ts';
export { passkeyFactor } from './factor.ts';
export { readPasskeyName, wantedNameField } from './name.ts';
export { type Passkey, passkeySchema, toPasskey } from './passkey.ts';
export { relyingPartyOf } from './relying-party.ts';
export { deleteOldRemovedPasskeys } from './removed.ts';
export { countPasskeys, renamePasskey } from './store.ts';
