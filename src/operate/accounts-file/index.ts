/**
 * The file that `latchkey accounts export` writes: accounts with their IDs, passwords, addresses and second factors,
 * without what belongs to one server. The move takes a whole database.
 */
export { carried, leftBehind } from './carried.ts';
export { importAccountsFile } from './import.ts';
export { findLosses } from './losses.ts';
export { exportPeople, type PeopleFormat, peopleFormats } from './people.ts';
export { AccountsFileError, isAccountsFile } from './read.ts';
export { writeAccounts } from './write.ts';
