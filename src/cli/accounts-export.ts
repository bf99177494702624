import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { type ExportCount, exportRegistered } from '../apps/workshop/index.ts';
import type { Flags } from '../config.ts';
import { withDatabase } from './accounts-database.ts';
import { count, print } from './accounts-text.ts';
import { CliError } from './failure.ts';

/** Writes all accounts as the workshop's `registered.json`, to a file or, for `-`, to standard output. */
export function exportAccounts(file: string, flags: Flags): Promise<void> {
  return withDatabase(flags, async ({ database }) => {
    const counted: ExportCount = { exported: 0, withoutPassword: 0 };
    const pieces = exportRegistered(database.db, counted);
    if (file === '-') for await (const piece of pieces) await print(piece);
    else {
      await writeWhole(file, pieces);
      process.stderr.write(
        `Wrote ${count(counted.exported, 'account')} to ${file}. It holds password hashes: keep it secret.\n`,
      );
    }
    if (counted.withoutPassword > 0) {
      process.stderr.write(`${count(counted.withoutPassword, 'account')} without a password left out.\n`);
    }
  });
}

/** The file is there whole or not at all, and for its owner alone. */
async function writeWhole(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      for await (const piece of pieces) await handle.write(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof Error && 'syscall' in error && 'path' in error) {
      throw new CliError(`The export cannot be written to ${file} (${error.message}). Name another file.`);
    }
    throw error;
  }
}
