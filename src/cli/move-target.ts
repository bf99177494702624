import { resolve } from 'node:path';
import { type Config, readMoveTarget } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import { readText } from './accounts-import-file.ts';

interface Said {
  readonly to?: string;
  readonly toFile?: string;
}

/** The configuration of the place that a move leads to. Throws `CliError` (2) when it isn't one that can be used. */
export async function targetConfig(config: Config, said: Said): Promise<Config> {
  const text = await findTarget(said);
  const isToPostgres = /^postgres(ql)?:\/\//.test(text);
  const isFromPostgres = config.database.url !== '';
  if (isToPostgres && !URL.canParse(text)) {
    throw new CliError(
      "The PostgreSQL URL can't be read. Write characters such as @ : / # ? % in its password as %40 %3A %2F %23 %3F %25.",
      2,
    );
  }
  if (isToPostgres && isFromPostgres) {
    throw new CliError(
      'The data is in PostgreSQL already. Use pg_dump and pg_restore to move it to another one.',
      2,
    );
  }
  if (isToPostgres) return { ...config, database: { ...config.database, url: text } };
  const [, folder = ''] = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text) ?? [];
  if (folder === '') {
    throw new CliError('The target must be postgres://user@host:5432/database or sqlite:FOLDER.', 2);
  }
  if (!isFromPostgres) {
    throw new CliError('The data is in SQLite already. Stop the server and copy its data folder instead.', 2);
  }
  return { ...config, dataDir: resolve(folder), database: { ...config.database, url: '' } };
}

async function findTarget({ to, toFile }: Said): Promise<string> {
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
    return to;
  }
  const text = toFile === undefined ? variable : (await readText(toFile)).trim();
  if (text) return text;
  throw new CliError('Name the target by --to, --to-file or LATCHKEY_MOVE_TO.', 2);
}

/** A password may be in the user part or, as libpq has it, among the parameters; also in a URL that can't be read. */
const hasPassword = (url: string): boolean =>
  /^[a-z]+:\/\/[^@]*:.*@/i.test(url) || /[?&](ssl)?password=/i.test(url);
