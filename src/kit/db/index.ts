/** The database: opening it, transactions, migrations. It knows no table but its own history. */

export { clockAhead, clockTolerance } from './clock-ahead.ts';
export {
  type Database,
  type DatabaseLocation,
  type Db,
  openDatabase,
} from './database.ts';
export { deleteExpired } from './delete-expired.ts';
export {
  DatabaseInUseError,
  type ExactDatabase,
  type ExactRow,
  type ExactSqlite,
  openExactPostgres,
  openExactSqlite,
  type TableLayout,
  type UnfitRow,
} from './exact/index.ts';
export {
  byBytes,
  createGramTable,
  gramValues,
  hasText,
  indexGrams,
  isAmong,
  rowsWithGrams,
} from './grams/gram-index.ts';
export { holdFreeRows, holdRows } from './hold-rows.ts';
export { holdTexts } from './hold-text.ts';
export { inPieces } from './in-pieces.ts';
export {
  appliedMigrations,
  type Migration,
  migrate,
  rehearseMigration,
  requireMigrated,
} from './migrate.ts';
export { prepared } from './prepared.ts';
export {
  DatabaseRefusal,
  ForeignTableError,
  NewerDatabaseError,
  OutdatedDatabaseError,
} from './schema-errors.ts';
export type { Tables } from './tables.ts';
export { afterCommit, inTransaction, inTransactionSyncedLater, type Tx } from './transaction.ts';
export { type DatabaseTrouble, troubleIn } from './trouble.ts';
export type { CommitCounter } from './wal/checkpointer.ts';
export { createSharedCheckpointer } from './wal/shared-checkpointer.ts';
