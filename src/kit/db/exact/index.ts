export {
  DatabaseInUseError,
  type ExactDatabase,
  type ExactRow,
  type TableLayout,
  type UnfitRow,
} from './exact.ts';
export { openExactPostgres } from './postgres.ts';
export { type ExactSqlite, openExactSqlite } from './sqlite.ts';
