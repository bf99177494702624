/**
 * Codes by mail, as a first factor where the configuration allows it. Which login one is for, and what follows from
 * it, is the business of the login flow.
 */
export { codeLifetime } from './code.ts';
export { emailCodeFactor } from './factor.ts';
export { sendEmailCode } from './send.ts';
export { deleteExpiredEmailCodes } from './store.ts';
