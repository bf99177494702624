/** Why an answer was refused. What a factor says beside these becomes `other`. */
export const answerReasons = [
  'wrong',
  'outside-window',
  'already-used',
  'expired',
  'too-many-tries',
  'not-sent',
  'unknown-passkey',
  'not-allowed',
  'other-account',
  'wrong-origin',
  'challenge',
  'signature',
  'not-verified',
  'counter',
  'not-set-up',
  'unreadable-key',
  'malformed',
  'wrong-type',
  'framed',
  'foreign-rp',
  'user-absent',
  'impossible-backup',
  'backup-eligibility-changed',
  'user-handle-missing',
  'foreign-user-handle',
  'verification-not-vouched',
  'unavailable',
  'removed',
  'replaced',
  'other-attempt',
  'account-closed',
  'other',
] as const;

/** Why a browser has not asked a passkey, or got no answer: the names of its errors (WebAuthn Level 3), and no text of it. */
export const browserErrors = [
  'NotAllowedError',
  'AbortError',
  'SecurityError',
  'InvalidStateError',
  'NotSupportedError',
  'ConstraintError',
  'UnknownError',
  'OtherError',
] as const;

/** The fields of requests, of which one may be named as wrong. */
export const requestFields = [
  'username',
  'password',
  'newPassword',
  'email',
  'identifier',
  'token',
  'code',
  'factor',
  'response',
  'transport',
  'remember',
  'proofOfWork',
  'data',
] as const;

/** What is wrong with a field of a request. */
export const fieldFaults = ['missing', 'unknown-field', 'type', 'too-short', 'too-long', 'twice'] as const;

/** Puts what a factor says of its refusal into the words of a trail. */
export function toAnswerReason(reason: string): (typeof answerReasons)[number] {
  return answerReasons.find((one) => one === reason) ?? 'other';
}
