import { type Database, DatabaseRefusal, OutdatedDatabaseError } from '../../kit/db/index.ts';
import { CliError } from '../../kit/failure.ts';

/** A database as the operator knows it. No field contains a password. */
export interface Place {
  /** What to call it, such as `PostgreSQL at db.example.com/latchkey`. */
  readonly name: string;
  /** The setting or option with its URL, and the one with its folder. */
  readonly url: string;
  readonly folder: string;
  /** The command that updates it. */
  readonly migrate: string;
  /** True unless the configuration points to it: messages must then say which database they mean. */
  readonly isOther?: boolean;
}

/** Turns an error from opening a database into a cause and a fix. */
export function explainDatabase(
  place: Place,
  error: unknown,
  database: Pick<Database, 'dialect' | 'troubleOf'> | undefined,
): Error {
  if (error instanceof CliError) return error;
  if (error instanceof OutdatedDatabaseError) {
    const name = place.isOther ? `The schema of ${place.name}` : 'The database';
    return new CliError(`${name} is older than this version of Latchkey.`, `Run "${place.migrate}" first.`);
  }
  if (error instanceof DatabaseRefusal) return refused(place, error);
  const first = firstOf(error);
  const { code = '', message, errcode = 0 } = first;
  const trouble = database?.troubleOf(first);
  const explain = (what: string, remedy: string) =>
    new CliError(`${place.name} ${what} (${message}).`, remedy);
  if (database?.dialect !== 'postgres') {
    if ((errcode & 0xff) === 26)
      return explain(
        "isn't a SQLite database",
        `Move it away, or choose another folder with ${place.folder}.`,
      );
    if (trouble === 'full') return explain("can't be written", 'Free some disk space.');
    if (trouble === 'read-only')
      return explain('is read-only', 'Give this user write permission, and mount the disk for writing.');
    if (trouble === 'busy') return explain('is locked', 'Stop the program that uses it.');
    return explain("can't be opened", 'Check its owner and the free disk space.');
  }
  if (trouble === 'tls') return explain("can't be reached over TLS", tlsRemedy(place, code, message));
  if (trouble === 'refused') {
    const isUnencrypted = /no encryption/.test(message);
    const remedy = `Check the user, password and database in ${place.url}.`;
    return explain(
      'refused the connection',
      isUnencrypted ? `${remedy} If it requires TLS, add "sslmode=require".` : remedy,
    );
  }
  if (trouble === 'read-only')
    return explain('is read-only', `Point ${place.url} to the primary, or promote this server.`);
  if (trouble === 'full') return explain("can't be written", 'Free some disk space.');
  if (code === '42501' || code === '3F000')
    return explain("doesn't let Latchkey create tables", ownSchema(place));
  return explain("can't be used", `Check ${place.url} and that PostgreSQL is running.`);
}

const ownSchema = ({ url }: Place): string =>
  `Give Latchkey its own schema: "create schema latchkey authorization ROLE; alter role ROLE in database DATABASE set search_path = latchkey", with the role and database from ${url}.`;

/** The refusals name the server's own settings. */
function refused(
  { name, url, folder, isOther }: Place,
  { refusal: [cause, fix] }: DatabaseRefusal,
): CliError {
  if (!isOther) return new CliError(cause, fix);
  const ofPlace = (text: string) => text.replaceAll('database.url', url).replaceAll('--data-dir', folder);
  return new CliError(`${name} can't be used. ${ofPlace(cause)}`, ofPlace(fix));
}

function tlsRemedy({ url }: Place, code: string, message: string): string {
  if (/does not support SSL/i.test(message)) {
    return `Turn on TLS in PostgreSQL (ssl = on). In a network you trust, set sslmode=disable in ${url} instead.`;
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `Use a host in ${url} that's in PostgreSQL's certificate.`;
  }
  if (code === 'CERT_HAS_EXPIRED') return "Renew PostgreSQL's certificate.";
  return `If a private certificate authority signed PostgreSQL's certificate, add "sslrootcert=/path/to/ca.pem" to ${url}.`;
}

/** The first of several causes, such as for two addresses of one host. */
function firstOf(error: unknown): Error & { code?: string; errcode?: number } {
  if (error instanceof AggregateError && error.errors.length > 0) return firstOf(error.errors[0]);
  return error instanceof Error ? error : new Error(String(error));
}
