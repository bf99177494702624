/**
 * The password: rules for a new one, its hash, its verification. Whether it may be tried at all is the
 * business of the limits, and what a right one opens that of the login flow.
 */
export { findCosts } from './costs.ts';
export { hashNewPassword } from './hash-new.ts';
export { createPasswordHasher, type PasswordHasher } from './hasher.ts';
export { isPhc } from './phc.ts';
export { passwordProblems, passwordRefused } from './problems.ts';
export { judgePassword, requirePassword } from './require.ts';
export {
  deletePassword,
  findPassword,
  insertPassword,
  listPeppers,
  rehashPassword,
  setPassword,
} from './store.ts';
export type { PasswordsTable } from './table.ts';
export type { HashTurns } from './turns.ts';
export { verifyPassword } from './verify.ts';

import type { PasswordHasher } from './hasher.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly hasher: PasswordHasher;
  }
}
