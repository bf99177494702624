/**
 * Adding a second factor, wherever somebody does it: on their account's page or in the middle of a login. Who may, and
 * what becomes of sessions, is decided there.
 */
export { addNewPasskey, type NewPasskey, offerPasskey } from './add-passkey.ts';
export type { Enroller } from './enroller.ts';
export { type Added, codesSchema, type Enrolled } from './recovery-codes.ts';
export { addTotp, findSetUp, judgeSetUp, newSetUp, type TotpSetUp } from './set-up-totp.ts';
export { showCodes } from './show-codes.ts';
export { TotpSteps } from './totp-steps.tsx';
