/**
 * Limits: how often something may be tried, and when a proof of work is asked first.
 * The counters are in the database and shared by all processes. What is tried is not judged here.
 */

export { countLeft, lookUpDeviceCode } from './apps/device-codes.ts';
export { judgeAppSecret } from './apps/secrets.ts';
export {
  countAppRegistration,
  countDocument,
  hasDocumentFailed,
  noteDocumentFailure,
} from './apps/unregistered.ts';
export { countEmailCode, emailCodeNeedsProof } from './asked/email-codes.ts';
export { countKeyReport } from './asked/key-reports.ts';
export { findCountedLink } from './asked/links.ts';
export { countMail, type MailRequester, mailWindow } from './asked/mails.ts';
export { countPasskeyLogin } from './asked/passkey-logins.ts';
export { countProviderLogin } from './asked/provider-logins.ts';
export { countRecovery, recoveryNeedsProof } from './asked/recoveries.ts';
export { countRegistration, refuseRegistrationEarly, registrationNeedsProof } from './asked/registrations.ts';
export { countBrowserError } from './browser-errors.ts';
export { newChallenge } from './challenge.ts';
export { codeKeys, type GuessSubject, hashName, mostCodes, strangersKey } from './counters.ts';
export {
  type AccountCounts,
  findCounts,
  findCountsOf,
  findSignInLimits,
  heldAccounts,
  type PresentHold,
} from './counts.ts';
export {
  beginNewCodeCount,
  beginNewCodeCounts,
  forgetGuessesBeforeRecovery,
  forgetPasswordGuesses,
} from './forgive.ts';
export { asFormProblem } from './form-problem.ts';
export {
  type CountedGuess,
  countGuess,
  guessMustWait,
  orWithdraw,
} from './guard.ts';
export type { OpenWays } from './guess.ts';
export {
  type DeviceOwner,
  findKnownDevice,
  isKnownIn,
  mayBeKnown,
  rememberDevice,
} from './known-device.ts';
export { isNewProgram } from './known-program.ts';
export { challengeRequired, limitProblems, tooManyAttempts } from './problems.ts';
export { clearLimitsOf, probeWrites } from './store.ts';
export { deleteExpiredLimits } from './sweep-limits.ts';
export { offerWait } from './wait-ticket.ts';
