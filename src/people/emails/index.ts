/**
 * E-mail addresses of accounts: asked for, confirmed, told what happened. An address that is only asked for owns nothing
 * and opens nothing. How mails travel is the business of the mail slice; what a link opens, that of the flows.
 */
export { type EmailAddress, emailKey, maskedAddress } from './address.ts';
export { askForEmail, tooManyMails } from './ask.ts';
export { readEmailDomains, requireAllowedDomain } from './domains.ts';
export { sendInvitation } from './invitation.ts';
export { fateOf, type LinkFate } from './links/link-fate.ts';
export { tokenIn, wasMadeHere } from './links/links.ts';
export {
  consumeLink,
  deleteExpiredLinks,
  endLinks,
  findLastLink,
  findLink,
  wasLinkSent,
} from './links/links-store.ts';
export { refuseGone, refuseLink } from './links/refuse-link.ts';
export { sendLoginCode, sendVerificationCode } from './login-code.ts';
export { type Notice, noticeTo, sendNotice } from './notice.ts';
export {
  asksForAddress,
  holdsUpLogin,
  mustVerifyAddress,
  mustVerifyEmail,
  waitsForProof,
} from './policy.ts';
export {
  domainRefused,
  emailNeeded,
  emailProblems,
  emailRefused,
  emailTaken,
  linkOver,
  linkProblem,
  mailOff,
} from './problems.ts';
export { makePasswordLink, sendPasswordLink, sendRecoveryLink } from './recovery-link.ts';
export { addressNeeded, readEmail, requireAddress, requireEmail, requireMail } from './require.ts';
export {
  type EmailState,
  emailState,
  emailStateIn,
  emailStateSchema,
  findOwnEmail,
  ownEmailSchema,
} from './state.ts';
export {
  deletePendingEmail,
  deleteVerifiedEmail,
  findAccountByVerifiedEmail,
  findOwner,
  findProvedAt,
  findVerifiedAddress,
  insertVerifiedEmail,
  putPendingEmail,
  verifyPendingEmail,
} from './store.ts';
export type { LinkPurpose } from './table.ts';
export type { NoticeKind } from './texts.ts';
export { withdrawEmail } from './withdraw.ts';

import type { EmailDomains } from './domains.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly emailDomains: EmailDomains;
  }
}
