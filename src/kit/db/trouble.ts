/**
 * Why a database can't do now what may work later:
 * `unreachable`: no connection, or it was lost; `refused`: the server turns this user or database away;
 * `tls`: no encrypted connection that is trusted; `read-only`: it answers but takes no write, as a standby does;
 * `full`: its disk is; `busy`: too much at once, or a lock; `failing`: its disk reports errors.
 */
export type DatabaseTrouble = 'unreachable' | 'refused' | 'tls' | 'read-only' | 'full' | 'busy' | 'failing';

/** SQLSTATE codes and classes (the first two characters), the longer first. */
const postgresStates: Readonly<Record<string, DatabaseTrouble>> = {
  '25006': 'read-only',
  '40001': 'busy',
  '40P01': 'busy',
  '53100': 'full',
  '55P03': 'busy',
  '57014': 'busy',
  '57P05': 'unreachable',
  '3D000': 'refused',
  '08': 'unreachable',
  '28': 'refused',
  '53': 'busy',
  '57': 'unreachable',
  '58': 'failing',
};

const systemCodes: Readonly<Record<string, DatabaseTrouble>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EPIPE: 'unreachable',
  ENOENT: 'unreachable',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EIO: 'failing',
};

/** What OpenSSL and Node call certificates that aren't trusted. */
const tlsCodes =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|(DEPTH_ZERO_)?SELF_SIGNED_CERT|UNABLE_TO_)/;

/** The driver names a lost connection, a server without TLS and a password that is missing only by their words. */
const tlsWords = /does not support SSL|SSL negotiation/i;
const refusedWords = /client password must be a (non-empty )?string/i;
const unreachableWords =
  /connection terminated|timeout exceeded|timeout expired|query read timeout|client has encountered|server closed/i;

/** SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN. */
const sqliteCodes: Readonly<Record<number, DatabaseTrouble>> = {
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  10: 'failing',
  13: 'full',
  14: 'unreachable',
};

/** Why PostgreSQL can't answer now; undefined when the error says something else, such as that a query is wrong. */
export function postgresTrouble(error: unknown): DatabaseTrouble | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return postgresTrouble(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error);
  if (tlsCodes.test(code) || tlsWords.test(error.message)) return 'tls';
  if (refusedWords.test(error.message)) return 'refused';
  const byState = code.length === 5 ? (postgresStates[code] ?? postgresStates[code.slice(0, 2)]) : undefined;
  // A file of the server's own that is missing is no socket of PostgreSQL's.
  if (code === 'ENOENT' && !('syscall' in error && error.syscall === 'connect')) return undefined;
  return byState ?? systemCodes[code] ?? (unreachableWords.test(error.message) ? 'unreachable' : undefined);
}

/** The same of a SQLite file, and of the disk that it is on. */
export function sqliteTrouble(error: unknown): DatabaseTrouble | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return sqliteCodes[error.errcode & 0xff];
  return 'syscall' in error ? systemCodes[codeOf(error)] : undefined;
}

export const troubleIn = { sqlite: sqliteTrouble, postgres: postgresTrouble } as const;

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';
