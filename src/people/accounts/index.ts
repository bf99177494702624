/**
 * Accounts: a person's record, its name and its own document. How its owner proves to be that person is
 * the business of the factors; what follows from an act, that of the flows.
 */
export { type Account, accountSchema, attributesOf, toAccount } from './account.ts';
export { type Admission, admitForOperator, findAdmission } from './admission.ts';
export { type Closure, closureOf } from './closed.ts';
export type { DataSchema } from './data-schema.ts';
export { documentETag } from './document.ts';
export { checkLook, imitates, imitatesNow } from './lookalikes.ts';
export { mergePatch } from './merge-patch.ts';
export {
  accountProblems,
  dataRefused,
  dataTooLarge,
  registrationClosed,
  staleData,
  usernameRefused,
  usernameTaken,
} from './problems.ts';
export { documentBodyLimit, readDocument } from './read-document.ts';
export {
  type AccountRow,
  accountColumns,
  createAccountReader,
  deleteAccount,
  findAccount,
  findAccountByKey,
  findData,
  hasAccounts,
  holdAccount,
  holdEvenClosed,
  insertAccount,
  listDeletedBefore,
  openState,
  raiseSecurityVersion,
  recordLogin,
  renameAccount,
  requiresSecondFactor,
  setAppRoles,
  setAttributes,
  setDeletion,
  setDisabled,
  setSecondFactorRule,
  touchAccount,
  writeData,
} from './store.ts';
export { findUnseen, trimNewName, trimTyped } from './typed-name.ts';
export { checkUsername, usernameKey } from './username.ts';

import type { DataSchema } from './data-schema.ts';
import type { AccountReader } from './store.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly accounts: AccountReader;
    readonly dataSchema: DataSchema;
  }
}
