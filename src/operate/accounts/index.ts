/**
 * What an operator does with accounts: show them, unlock them, require a second factor or remove lost ones. Each use case
 * owns its transaction and returns its outcome. The commands print it.
 */
export { type Acting, actingAsCommand, reasonOf, shownClient } from './acting.ts';
export { type Acted, type ActServices, actOn } from './acts/act-on.ts';
export { askNewPassword } from './acts/ask-new-password.ts';
export { askForAddress, changeUsername, setProvedAddress } from './acts/change-names.ts';
export { createAccountFor } from './acts/create.ts';
export { deleteAccountLater, undeleteAccount } from './acts/delete.ts';
export { disableAccount, enableAccount } from './acts/disable.ts';
export { endSessions } from './acts/end-sessions.ts';
export { beginImpersonation, endImpersonation } from './acts/impersonate.ts';
export type { PasswordLink } from './acts/password-link.ts';
export { purgeDeletedAccounts } from './acts/purge.ts';
export { removeIdentityOf } from './acts/remove-identity.ts';
export { findAddressesOf } from './addresses.ts';
export { findNamed } from './find-named.ts';
export { findMailOverview, type MailOverview } from './mail-overview.ts';
export { findObstacleNow } from './obstacle.ts';
export { operator } from './operator.ts';
export {
  type AccountOverview,
  type AccountSearch,
  listAccounts,
  type OperatorServices,
  type OverviewPage,
  searchAccounts,
} from './overview.ts';
export { findPerson, type Person } from './person.ts';
export { accountClosed, adminActProblems, noVerifiedAddress, reasonMissing } from './problems.ts';
export { type Removed, removeSecondFactors } from './remove-second-factors.ts';
export { requireSecondFactor } from './require-second-factor.ts';
export { findShown, type ShownAccount } from './show.ts';
export { unlock } from './unlock.ts';
export { findUsernames } from './usernames.ts';
