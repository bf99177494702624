/**
 * Recovery codes: ten codes on paper for the day on which the phone or the security key is gone. Here are the codes and
 * their factor; who gets them, and when, is the business of the flows.
 */
export { codesSchema } from './code.ts';
export { recoveryCodeFactor } from './factor.ts';
export { showCodes } from './show-codes.ts';
export { areFreshCodes, countCodesLeft, deleteCodes, replaceCodes } from './store.ts';
