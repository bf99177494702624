/**
 * TOTP: the codes of an authenticator app (RFC 6238), from its keys to the section that its owner sees; who may set one
 * up and what follows from it is the business of the flows.
 */
export { totpFactor } from './factor.ts';
export { opensSomeKey, resealKeys } from './reseal.ts';
