/**
 * Passkeys (WebAuthn): their keys, what is asked of them and how their answers are judged. Who may add one and what
 * follows from it is the business of the flows.
 */
export { type AddedPasskey, addPasskey, offerNewPasskey } from './add.ts';
export { type RegistrationAnswer, registrationSchema } from './answer.ts';
export { deleteExpiredPasskeyChallenges } from './challenges.ts';
export { passkeyFactor } from './factor.ts';
export { passkeyIn } from './offer.ts';
export {
  amrOfPasskey,
  mostPasskeys,
  type Passkey,
  passkeyName,
  passkeyNameField,
  passkeySchema,
  toPasskey,
} from './passkey.ts';
export { passkeyProblems, passkeyRefused, passkeysUnavailable, tooManyPasskeys } from './problems.ts';
export { relyingPartyOf } from './relying-party.ts';
export { countPasskeys, deletePasskey, listPasskeys, renamePasskey } from './store.ts';
