import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { CliError } from '../../kit/failure.ts';

/** The text of a file, or of standard input for `-`. Throws `CliError` when it can't be read as UTF-8. */
export async function readText(file: string): Promise<string> {
  const name = file === '-' ? 'Standard input' : file;
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((error: unknown) => {
    throw readFault(file, error);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG') {
      throw new CliError(`${name} is too large.`, 'Split it into smaller files and import them one by one.');
    }
    throw new CliError(`${name} isn't UTF-8 text.`, 'Convert it to UTF-8 and try again.');
  }
}

function readFault(file: string, error: unknown): CliError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new CliError(`${file} doesn't exist.`, 'Check the path.');
  if (code === 'EISDIR') return new CliError(`${file} is a folder.`, 'Pass the path of a file in it.');
  return new CliError(`Couldn't read ${file} (${message}).`, 'Check its path and permissions.');
}
