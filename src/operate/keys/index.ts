/** What an operator does with access keys: list those of an account, and revoke one that was found. */
export { type ListedKey, listKeysOf } from './list.ts';
export { revokeFound } from './revoke-found.ts';
