/**
 * Access keys: what a program sends in the name of its owner, to routes that say so and name a scope. A key is no session: it
 * signs nobody in, proves nothing anew and makes no other key.
 */
export { isKey, newKey } from './key.ts';
export { keyInvalid, keyNotEnough, keyProblems, noSuchScope, tooManyKeys } from './problems.ts';
export { createKeyReader } from './reader.ts';
export { keyScopes } from './scopes.ts';
export {
  claimWarning,
  countKeys,
  deleteExpiredKeys,
  deleteKey,
  deleteKeysOf,
  deleteLeaked,
  findKey,
  findKeyOwner,
  insertKey,
  listKeys,
  listKeysToWarnOf,
  scopesOfKey,
  touchKey,
} from './store.ts';
export type { AccessKeysTable } from './table.ts';

import type { KeyReader } from './reader.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly keys: KeyReader;
  }
}
