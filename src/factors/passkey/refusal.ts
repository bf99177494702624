/**
 * Why a passkey's answer was refused, for trails and the audit log; the client hears one code for all of them. The
 * checks are those of WebAuthn Level 3, §7.1 for adding one and §7.2 for logging in.
 */
export type PasskeyRefusal = EitherRefusal | RegistrationRefusal | AssertionRefusal;

type EitherRefusal =
  /** No answer of an authenticator: not JSON, not CBOR, cut short. */
  | 'malformed'
  /** This server has no name by which passkeys could know it. */
  | 'unavailable'
  /** An answer to something else: an addition to log in with, or the other way round. */
  | 'wrong-type'
  /** Not the one that was handed out for this, or answered before. */
  | 'challenge'
  | 'expired'
  | 'wrong-origin'
  /** The page was inside one of another site. */
  | 'framed'
  | 'foreign-rp'
  /** Nobody has touched it. */
  | 'user-absent'
  | 'not-verified'
  /** Backed up, although it cannot be. */
  | 'impossible-backup';

type RegistrationRefusal =
  | 'algorithm-not-offered'
  /** Its public key can't verify anything, or verifies what others sign. */
  | 'unusable-key'
  /** Of no known format, or its statement does not hold. */
  | 'attestation-refused'
  | 'id-too-long'
  /** By this account or another. */
  | 'already-registered';

type AssertionRefusal =
  /** None of those that were asked for. */
  | 'not-allowed'
  /** Somebody else's. */
  | 'other-account'
  | 'foreign-user-handle'
  /** In a login without a name nothing else says whose it is. */
  | 'user-handle-missing'
  | 'unknown-passkey'
  /** One that its owner or an admin took off the account. */
  | 'removed'
  /** One that cannot be copied does not become one that can. */
  | 'backup-eligibility-changed'
  | 'signature'
  /** There may be a copy of it that counts by itself. */
  | 'counter'
  /** It has come to verify its user since it was added, and nothing else has vouched for that person. */
  | 'verification-not-vouched';
