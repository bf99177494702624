/**
 * Codes by email: a first factor where the configuration allows it, and what a session's holder confirms their identity
 * with if the account has nothing else. What follows from a right one is the business of the flows.
 */
export { codeLifetime } from './code.ts';
export { emailCodeFactor, emailCodeField } from './factor.ts';
export { sendCodeForSession, sendEmailCode } from './send.ts';
export { deleteExpiredEmailCodes } from './store.ts';
