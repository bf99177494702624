import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { DatabaseRefusal } from './schema-errors.ts';

/** What TLS to PostgreSQL is asked for by, in the query of its URL. */
const tlsParameters = [
  'ssl',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'uselibpqcompat',
  'sslnegotiation',
] as const;

export interface PostgresAddress {
  /** Without what is read here. */
  readonly connectionString: string;
  readonly ssl?: false | ConnectionOptions;
  readonly sslnegotiation?: 'direct';
}

/** `sslmode` or a file in `database.url` can't be used. The message says which, without a password. */
export class PostgresUrlError extends DatabaseRefusal {
  override readonly name = 'PostgresUrlError';
}

/** Node's TLS takes ten milliseconds to load, and a command on SQLite needs none. */
const systemCertificates = () => process.getBuiltinModule('node:tls').getCACertificates('system');

/**
 * Reads the TLS settings of a URL in the terms of libpq (PostgreSQL documentation, "SSL Support"), but stricter: every
 * `sslmode` that encrypts verifies the certificate and the host name, as `verify-full` does there. Only `no-verify`,
 * which libpq doesn't know, and libpq's own meaning (`uselibpqcompat=true`) verify less. Without any of these settings
 * the driver decides. It would read them itself, but prints a warning of several lines at each start.
 */
export function readPostgresUrl(url: string): PostgresAddress {
  const [address = '', ...rest] = url.split('?');
  const query = new URLSearchParams(rest.join('?'));
  const [ssl, sslmode, root, cert, key, compat, negotiation] = tlsParameters.map((name) => {
    const value = query.get(name) ?? '';
    query.delete(name);
    return value;
  }) as [string, string, string, string, string, string, string];
  const connectionString = query.size > 0 ? `${address}?${query}` : address;
  const isDirect = negotiation === 'direct';
  if (!ssl && !sslmode && !root && !cert && !key && !isDirect) return { connectionString };
  const mode = sslmode || modeOf(ssl);
  requireMode(mode);
  if (mode === 'disable') return { connectionString, ssl: false };
  const verified = compat === 'true' ? verifiedByLibpq(mode, root) : mode === 'no-verify' ? 'nothing' : 'all';
  return {
    connectionString,
    ssl: {
      ...(verified === 'nothing' && { rejectUnauthorized: false }),
      ...(verified === 'chain' && { checkServerIdentity: () => undefined }),
      ...(root && { ca: root === 'system' ? systemCertificates() : readOf('sslrootcert', root) }),
      ...(cert && { cert: readOf('sslcert', cert) }),
      ...(key && { key: readOf('sslkey', key) }),
    },
    ...(isDirect && { sslnegotiation: 'direct' }),
  };
}

/** The driver's older setting, and files alone, which ask for TLS too. */
function modeOf(ssl: string): string {
  if (ssl === '0' || ssl === 'false') return 'disable';
  return ssl === 'no-verify' ? ssl : 'verify-full';
}

function verifiedByLibpq(mode: string, root: string): 'nothing' | 'chain' | 'all' {
  if (mode === 'verify-full') return 'all';
  return mode === 'verify-ca' || (mode === 'require' && root) ? 'chain' : 'nothing';
}

function requireMode(mode: string): void {
  const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];
  if (modes.includes(mode)) return;
  throw new PostgresUrlError(
    `sslmode in database.url must be one of ${modes.join(', ')}.`,
    'Correct or remove it.',
  );
}

function readOf(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new PostgresUrlError(
      `Couldn't read ${file}, the ${name} in database.url (${code}).`,
      'Check its path and permissions.',
    );
  }
}
