import { resolve } from 'node:path';
import { type Config, readDatabaseUrl, readMoveTarget } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import type { Target } from '../../start/move/move.ts';
import { placeOf } from '../../start/open-database.ts';
import { readText } from '../accounts/import-file.ts';

interface Said {
  readonly to?: string;
  readonly toFile?: string;
}

/** Reads the target of a move. Throws `CliError` (2) when it can't be used. */
export async function readTarget(config: Config, said: Said): Promise<Target> {
  const { text, from } = await findTarget(said);
  const isFromPostgres = config.database.url !== '';
  if (/^postgres(ql)?:\/\//.test(text)) {
    const read = readDatabaseUrl(text);
    if ('must' in read) throw new CliError(`${from} must ${read.must}.`, 'Correct the URL.', 2);
    if (isFromPostgres) {
      throw new CliError(
        'The data is already in PostgreSQL.',
        'Use pg_dump and pg_restore to move it to another server.',
        2,
      );
    }
    return targetOf({ ...config, database: { ...config.database, url: String(read.value) } }, from);
  }
  const [, folder = ''] = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text) ?? [];
  if (folder === '') {
    throw new CliError(
      `The target in ${from} isn't a database URL.`,
      'Use postgres://user@host:5432/database or sqlite:FOLDER.',
      2,
    );
  }
  if (!isFromPostgres) {
    throw new CliError(
      'The data is already in SQLite.',
      'Stop the server and copy its data folder instead.',
      2,
    );
  }
  return targetOf({ ...config, dataDir: resolve(folder), database: { ...config.database, url: '' } }, from);
}

function targetOf(config: Config, from: string): Target {
  const isFolder = config.database.url === '';
  const migrate = isFolder
    ? `latchkey migrate --data-dir ${config.dataDir}`
    : 'LATCHKEY_DATABASE_URL=… latchkey migrate';
  return { config, place: { ...placeOf(config), url: from, folder: from, migrate, isOther: true } };
}

/** The target as it was given, and which option or variable it comes from. */
async function findTarget({ to, toFile }: Said): Promise<{ text: string; from: string }> {
  const variable = readMoveTarget();
  const given = [to, toFile, variable].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new CliError('The target was given more than once.', `Use only one of ${waysToSay}.`, 2);
  }
  if (to !== undefined) {
    // Every user of the machine can read a command line, and the shell keeps it in its history.
    if (hasPassword(to)) {
      throw new CliError(
        '--to contains a password, which other users of this machine can read.',
        'Set LATCHKEY_MOVE_TO instead, or write the URL to a file and use --to-file.',
        2,
      );
    }
    return { text: to, from: '--to' };
  }
  const text = toFile === undefined ? variable : (await readText(toFile)).trim();
  if (text) return { text, from: toFile === undefined ? 'LATCHKEY_MOVE_TO' : `${toFile} (--to-file)` };
  if (toFile !== undefined)
    throw new CliError(`${toFile} is empty.`, 'Write the URL of the target to it.', 2);
  throw new CliError('The target of the move is missing.', `Set ${waysToSay}.`, 2);
}

const waysToSay = '--to, --to-file or LATCHKEY_MOVE_TO';

/** A password may be in the user part or, as in libpq, in the parameters. URLs that can't be parsed count too. */
const hasPassword = (url: string): boolean =>
  /^[a-z]+:\/\/[^@]*:.*@/i.test(url) || /[?&](ssl)?password=/i.test(url);
