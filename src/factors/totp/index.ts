/**
 * TOTP: the codes of an authenticator app (RFC 6238). Here are its keys, its codes and its factor; who may set one up
 * and what follows from it is the business of the flows.
 */
export { totpCode, totpFactor } from './factor.ts';
export { openKey, sealKey } from './key.ts';
export { codeRefused, totpExists, totpNotBegun, totpProblems } from './problems.ts';
export { drawQrCode, type QrCode, qrCodeSvg, qrCodeTitle } from './qr-code.ts';
export { opensSomeKey, resealKeys } from './reseal.ts';
export {
  beginTotp,
  confirmTotp,
  countConfirmation,
  deleteTotp,
  findTotp,
  mostTries,
  setUpLifetime,
} from './store.ts';
export { judgeCode, keyText, keyUri, newTotpKey } from './totp.ts';
