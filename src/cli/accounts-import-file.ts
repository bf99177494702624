import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { CliError } from '../kit/failure.ts';

/** The text of a file, or of standard input for `-`. Throws `CliError` when it cannot be had as it was written. */
export async function readText(file: string): Promise<string> {
  const name = file === '-' ? 'Standard input' : file;
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((error: unknown) => {
    throw new CliError(readFault(file, error));
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG') {
      throw new CliError(`${name} is too large to be read at once: split it.`);
    }
    throw new CliError(`${name} is not UTF-8 text.`);
  }
}

function readFault(file: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `The file ${file} does not exist.`;
  if (code === 'EISDIR') return `${file} is a folder. Name the file in it.`;
  return `The file ${file} cannot be read (${message}).`;
}
