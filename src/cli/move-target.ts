import { resolve } from 'node:path';
import { type Config, readDatabaseUrl, readMoveTarget } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import type { Target } from '../start/move.ts';
import { placeOf } from '../start/open-database.ts';
import { readText } from './accounts-import-file.ts';

interface Said {
  readonly to?: string;
  readonly toFile?: string;
}

/** Reads where a move leads. Throws `CliError` (2) when it isn't a place that can be used. */
export async function readTarget(config: Config, said: Said): Promise<Target> {
  const { text, from } = await findTarget(said);
  const isFromPostgres = config.database.url !== '';
  if (/^postgres(ql)?:\/\//.test(text)) {
    const read = readDatabaseUrl(text);
    if ('must' in read) throw new CliError(`${from} must ${read.must}.`, 2);
    if (isFromPostgres) {
      throw new CliError(
        'The data is in PostgreSQL already. Use pg_dump and pg_restore to move it to another one.',
        2,
      );
    }
    return targetOf({ ...config, database: { ...config.database, url: String(read.value) } }, from);
  }
  const [, folder = ''] = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text) ?? [];
  if (folder === '') {
    throw new CliError('The target must be postgres://user@host:5432/database or sqlite:FOLDER.', 2);
  }
  if (!isFromPostgres) {
    throw new CliError('The data is in SQLite already. Stop the server and copy its data folder instead.', 2);
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

/** The target as it was given, and what to call that which gave it. */
async function findTarget({ to, toFile }: Said): Promise<{ text: string; from: string }> {
  const variable = readMoveTarget();
  const given = [to, toFile, variable].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new CliError('Name the target once: by --to, --to-file or LATCHKEY_MOVE_TO.', 2);
  }
  if (to !== undefined) {
    // What stands in a command line can be read by every user of the machine, and stays in the shell's history.
    if (hasPassword(to)) {
      throw new CliError(
        "Don't put a password on the command line, where other users can read it. Set LATCHKEY_MOVE_TO, or write the URL into a file and use --to-file.",
        2,
      );
    }
    return { text: to, from: '--to' };
  }
  const text = toFile === undefined ? variable : (await readText(toFile)).trim();
  if (text) return { text, from: toFile === undefined ? 'LATCHKEY_MOVE_TO' : `${toFile} (--to-file)` };
  if (toFile !== undefined) throw new CliError(`${toFile} is empty. Write the URL of the target into it.`, 2);
  throw new CliError('Name the target by --to, --to-file or LATCHKEY_MOVE_TO.', 2);
}

/** A password may be in the user part or, as libpq has it, among the parameters; also in a URL that can't be read. */
const hasPassword = (url: string): boolean =>
  /^[a-z]+:\/\/[^@]*:.*@/i.test(url) || /[?&](ssl)?password=/i.test(url);
