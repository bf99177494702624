/** The database: opening it, transactions, migrations. It knows no table but its own history. */
export {
  type Database,
  type DatabaseLocation,
  type Db,
  openDatabase,
  type PreparedRead,
} from './database.ts';
export {
  appliedMigrations,
  type Migration,
  migrate,
  NewerDatabaseError,
  requireMigrated,
} from './migrate.ts';
export type { Tables } from './tables.ts';
export { inTransaction, type Tx } from './transaction.ts';
