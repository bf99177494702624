/**
 * The file that `latchkey accounts export` writes: people with their ids, passwords, addresses and second factors, without
 * what belongs to one place. Moving a whole database is the business of the move.
 */
export { carried, leftBehind } from './carried.ts';
export { importAccountsFile } from './import.ts';
export { findLosses } from './losses.ts';
export { AccountsFileError, isAccountsFile } from './read.ts';
export { writeAccounts } from './write.ts';
