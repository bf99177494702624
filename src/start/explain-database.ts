import {
  type Database,
  ForeignTableError,
  NarrowEncodingError,
  NewerDatabaseError,
  OldServerError,
  OutdatedDatabaseError,
  PostgresUrlError,
} from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';

/** A database as the operator knows it. No field holds a password. */
export interface Place {
  /** What to call it, such as `PostgreSQL at db.example.com/latchkey`. */
  readonly name: string;
  /** What holds its URL, and what its folder: where to correct them. */
  readonly url: string;
  readonly folder: string;
  /** The command that brings it up to date. */
  readonly migrate: string;
  /** It isn't the one that the configuration leads to, so every sentence about it has to say which one it is. */
  readonly isOther?: boolean;
}

/** Whose message says what to do already. */
const inItsOwnWords = [
  OldServerError,
  NewerDatabaseError,
  ForeignTableError,
  NarrowEncodingError,
  PostgresUrlError,
] as const;

/** Turns what kept a database from being opened into a sentence with its cause, and one that says what to do. */
export function explainDatabase(
  place: Place,
  error: unknown,
  database: Pick<Database, 'dialect' | 'troubleOf'> | undefined,
): Error {
  if (error instanceof CliError) return error;
  if (error instanceof OutdatedDatabaseError) {
    const name = place.isOther ? `The schema of ${place.name}` : 'The database';
    return new CliError(`${name} is older than this Latchkey. Run "${place.migrate}" first.`);
  }
  if (inItsOwnWords.some((known) => error instanceof known)) {
    return new CliError(inWordsOf(place, (error as Error).message));
  }
  const first = firstOf(error);
  const { code = '', message, errcode = 0 } = first;
  const trouble = database?.troubleOf(first);
  const explain = (what: string, remedy: string) =>
    new CliError(`${place.name} ${what} (${message}). ${remedy}`);
  if (database?.dialect !== 'postgres') {
    if ((errcode & 0xff) === 26)
      return explain('is no SQLite database', `Move it away, or choose another folder with ${place.folder}.`);
    if (trouble === 'full') return explain("can't be written", 'Free some space on its disk.');
    if (trouble === 'read-only')
      return explain('is read-only', 'Give this user the right to write it, and mount its disk for writing.');
    if (trouble === 'busy') return explain('is locked', 'End the program that uses it.');
    return explain("can't be opened", 'Check its owner and the free space of its disk.');
  }
  if (trouble === 'tls') return explain("can't be reached over TLS", tlsRemedy(place, code, message));
  if (trouble === 'refused') {
    const isUnencrypted = /no encryption/.test(message);
    const remedy = `Check the user, the password and the database in ${place.url}.`;
    return explain(
      'refuses the connection',
      isUnencrypted ? `${remedy} If it asks for TLS, add "sslmode=require".` : remedy,
    );
  }
  if (trouble === 'read-only')
    return explain('is read-only', `Point ${place.url} to the primary, or end the recovery of this server.`);
  if (trouble === 'full') return explain("can't be written", 'Free some space on its disk.');
  if (code === '42501' || code === '3F000')
    return explain("doesn't let Latchkey make tables", ownSchema(place));
  return explain("can't be used", `Check ${place.url} and that PostgreSQL is running.`);
}

const ownSchema = ({ url }: Place): string =>
  `Give it a schema of its own: "create schema latchkey authorization ROLE; alter role ROLE in database DATABASE set search_path = latchkey", with the role and the database of ${url}.`;

/** The driver's own sentences name the settings of the server. */
function inWordsOf({ name, url, folder, isOther }: Place, sentence: string): string {
  if (!isOther) return sentence;
  return `${name} can't be used. ${sentence.replaceAll('database.url', url).replaceAll('--data-dir', folder)}`;
}

function tlsRemedy({ url }: Place, code: string, message: string): string {
  if (/does not support SSL/i.test(message)) {
    return `Turn TLS on in PostgreSQL (ssl = on). In a network that you trust, set sslmode=disable in ${url}.`;
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `Use a host in ${url} that's in PostgreSQL's certificate.`;
  }
  if (code === 'CERT_HAS_EXPIRED') return "Renew PostgreSQL's certificate.";
  return `If a private certificate authority signed its certificate, add "sslrootcert=/path/to/ca.pem" to ${url}.`;
}

/** Of errors with several causes, such as two addresses of one host, the first. */
function firstOf(error: unknown): Error & { code?: string; errcode?: number } {
  if (error instanceof AggregateError && error.errors.length > 0) return firstOf(error.errors[0]);
  return error instanceof Error ? error : new Error(String(error));
}
