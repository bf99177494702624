/**
 * Access keys: what a program sends in the name of its owner, to routes that say so and name a scope. A key is no session: it
 * signs nobody in, proves nothing anew and makes no other key.
 */
export { keyForm, newKey } from './key.ts';
export { keyProblems, tooManyKeys } from './problems.ts';
export { createKeyReader } from './reader.ts';
export { type KeyScope, keyScopes } from './scopes.ts';
export {
  countKeys,
  deleteExpiredKeys,
  deleteKey,
  deleteKeysOf,
  deleteLeaked,
  findKey,
  insertKey,
  listKeys,
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
