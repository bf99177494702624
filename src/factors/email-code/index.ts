/**
 * Codes by mail, as a first factor where the configuration allows it. Here are the codes; addresses and mails come from
 * whoever makes the factor.
 */
export {
  createEmailCodeFactor,
  type EmailCodeMail,
  type EmailCodePost,
} from './factor.ts';
export { deleteExpiredEmailCodes } from './store.ts';
