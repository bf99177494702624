import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import type { OperatorServices } from '../../operate/accounts/index.ts';
import { findLosses, writeAccounts } from '../../operate/accounts-file/index.ts';
import { recordCommandAlone } from '../../operate/audit/index.ts';
import { type ExportCount, exportRegistered } from '../../surfaces/workshop/index.ts';
import { withSecretKey } from './database.ts';
import { count, print } from './text.ts';

export interface ExportFlags {
  readonly format: 'latchkey' | 'workshop';
  /** Whether the workshop's file may leave out what its format can't store. */
  readonly withoutFactors?: true;
}

/**
 * Writes all accounts to a file or, for `-`, to standard output, either complete or as the workshop's `registered.json`.
 * Throws `CliError` when the workshop's format would drop second factors or addresses without `withoutFactors`.
 */
export function exportAccounts(
  file: string,
  { format, withoutFactors, ...flags }: Flags & ExportFlags,
): Promise<void> {
  const write = async ({ db, clock, secretKey }: OperatorServices & { readonly secretKey: string }) => {
    const counted: ExportCount = { exported: 0, withoutPassword: 0 };
    if (format === 'workshop' && !withoutFactors) await requireNoLosses(db);
    const pieces =
      format === 'workshop' ? exportRegistered(db, counted) : writeAccounts(db, secretKey, counted);
    // Before anything leaves, so that no export is left out.
    await recordCommandAlone(
      { db, secretKey },
      {
        command: 'latchkey accounts export',
        act: 'accounts-exported',
        target,
        detail: { format },
        at: clock(),
      },
    );
    if (file === '-') for await (const piece of pieces) await print(piece);
    else {
      await writeWhole(file, pieces);
      process.stderr.write(
        `Exported ${count(counted.exported, 'account')} to ${file}. It contains password hashes, so keep it secret.\n`,
      );
    }
    if (counted.withoutPassword > 0) {
      process.stderr.write(`Left out ${count(counted.withoutPassword, 'account')} without a password.\n`);
    }
  };
  return withSecretKey(flags, write);
}

const target = { kind: 'instance', id: 'accounts' } as const;

/** Where such a file is imported, the password alone would sign in people who have a second factor. */
async function requireNoLosses(db: OperatorServices['db']): Promise<void> {
  const { secondFactors, emails } = await findLosses(db);
  if (secondFactors + emails === 0) return;
  const lost = [
    ...(secondFactors > 0 ? [`the second factors of ${count(secondFactors, 'account')}`] : []),
    ...(emails > 0 ? [`the email addresses of ${count(emails, 'account')}`] : []),
  ];
  throw new CliError(
    `The workshop's format can't store ${lost.join(' or ')}.`,
    'Leave out --format to keep them, or add --without-factors to drop them.',
  );
}

/** Writes a new file completely or not at all. Only its owner can read it. */
async function writeWhole(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  await reserve(file);
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
    for (const path of [draft, file]) await rm(path, { force: true });
    throw explainWriting(file, error);
  }
}

/** Makes an empty file, so that the rename can't replace one that somebody else makes meanwhile. */
async function reserve(file: string): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (error) {
    throw explainWriting(file, error);
  }
}

function explainWriting(file: string, error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'path' in error)) return error;
  return 'code' in error && error.code === 'EEXIST'
    ? new CliError(`${file} already exists.`, 'Choose another file, or delete this one first.')
    : new CliError(`Couldn't write to ${file} (${error.message}).`, 'Choose another file.');
}
