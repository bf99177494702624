/**
 * What an operator does with single accounts: look at them, unlock them, ask a second factor of one, remove those that
 * are lost. Each use case owns its transaction and tells its outcome as a value; what is printed of it is the command's
 * business.
 */
export { findNamed } from './find-named.ts';
export { findMailOverview, type MailOverview } from './mail-overview.ts';
export { operator } from './operator.ts';
export { type AccountOverview, listAccounts, type OperatorServices } from './overview.ts';
export { type Removed, removeSecondFactors } from './remove-second-factors.ts';
export { requireSecondFactor } from './require-second-factor.ts';
export { findShown, type ShownAccount } from './show.ts';
export { unlock } from './unlock.ts';
