import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

const int8 = 20;

/** Times and counters are bigint columns and fit a double; without this pg answers them as text. */
pg.types.setTypeParser(int8, Number);

export function openPostgresPool(url: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: 3000,
    query_timeout: 15_000,
    keepAlive: true,
    application_name: 'latchkey',
  });
  // A connection that dies while idle, or lent out but between two queries of a transaction, is an event; without a
  // listener it would end the process. The next query on it fails, and that is what the request is told.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export function postgresDialect(pool: pg.Pool): Dialect {
  return new PostgresDialect({ pool });
}

/** SQLSTATE classes in which the server cannot answer now: connection, resources, operator intervention. */
const unavailableClasses = new Set(['08', '53', '57']);

const unavailableCodes = new Set([
  // serialization_failure and deadlock_detected: this transaction was undone in favour of another.
  '40001',
  '40P01',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);

/** The driver names a lost connection only by its words. */
const unavailableWords =
  /connection terminated|timeout exceeded|query read timeout|client has encountered|server closed/i;

/** Whether an error says that the database is away, in which case the same request may succeed later. */
export function isPostgresAway(error: Error & { code?: unknown }): boolean {
  const code = typeof error.code === 'string' ? error.code : '';
  return (
    unavailableCodes.has(code) ||
    (code.length === 5 && unavailableClasses.has(code.slice(0, 2))) ||
    unavailableWords.test(error.message)
  );
}
