import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { Flags } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import type { OperatorServices } from '../operate/accounts/index.ts';
import { findLosses, writeAccounts } from '../operate/accounts-file/index.ts';
import { findSecretKey } from '../start/open-database.ts';
import { type ExportCount, exportRegistered } from '../surfaces/workshop/index.ts';
import { withDatabase } from './accounts-database.ts';
import { count, print } from './accounts-text.ts';
import { dataKeys } from './find-data.ts';

export interface ExportFlags {
  readonly format: 'latchkey' | 'workshop';
  /** Whether the workshop's file may leave out what it has no place for. */
  readonly withoutFactors?: true;
}

/**
 * Writes all accounts to a file or, for `-`, to standard output: with everything they have, or as the workshop's
 * `registered.json`. Throws `CliError` when that would leave out factors or addresses and nobody said that it may.
 */
export function exportAccounts(
  file: string,
  { format, withoutFactors, ...flags }: Flags & ExportFlags,
): Promise<void> {
  const write = async ({ config, db }: OperatorServices) => {
    const counted: ExportCount = { exported: 0, withoutPassword: 0 };
    if (format === 'workshop' && !withoutFactors) await requireNoLosses(db);
    const pieces =
      format === 'workshop'
        ? exportRegistered(db, counted)
        : writeAccounts(db, findSecretKey(config), counted);
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
  };
  return withDatabase(flags, write, [...dataKeys, 'secretKey']);
}

/** Whoever has a second factor would be signed in by the password alone where such a file is imported. */
async function requireNoLosses(db: OperatorServices['db']): Promise<void> {
  const { secondFactors, emails } = await findLosses(db);
  if (secondFactors + emails === 0) return;
  throw new CliError(
    `The workshop's format has no place for second factors (${count(secondFactors, 'account')}) and email addresses (${count(emails, 'account')}). Leave --format out to keep them, or add --without-factors to leave them out.`,
  );
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
