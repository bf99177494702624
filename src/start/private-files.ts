import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../kit/failure.ts';

/** Where an operator is told what was mended, or what to mend; one sentence at a time. */
export type Warn = (sentence: string) => void;

/** Permission bits of everybody but the owner. */
const others = 0o077;

/**
 * Makes sure that only its owner can use a file that the server has made: takes the permission from everybody else and
 * says so, as it may have been read meanwhile. Throws `CliError` for a file that this user can't change: whoever can
 * write it chooses the key, and whoever can read it has it. `ssh` treats its keys like this.
 */
export function keepPrivate(file: string, warn: Warn): void {
  if (!isOpen(file, others)) return;
  if (!withdraw(file, others)) {
    throw new CliError(
      `Other users of this machine can read ${file}, and this user can't change that. Run "chmod 600 ${file}" as its owner, or give the file to the user that runs Latchkey.`,
    );
  }
  warn(
    `Other users of this machine could read ${file}. Its permissions are now 600. If one of them may have read it, replace the secret in it.`,
  );
}

/**
 * The same for files that the operator has made: their group is left alone, since services are given secrets by it, and
 * what can't be changed is told and used. A secret that is mounted read-only is often such a file.
 */
export function discloseShared(files: readonly string[], warn: Warn): void {
  const everybody = 0o007;
  for (const file of new Set(files)) {
    if (!isOpen(file, everybody)) continue;
    warn(
      withdraw(file, everybody)
        ? `Every user of this machine could read ${file}, which holds a secret. Only its owner and group can now.`
        : `Every user of this machine can read ${file}, which holds a secret. Run "chmod o= ${file}" as its owner.`,
    );
  }
}

/** Files of a database and the folder around them; they are used whatever their permissions are. */
export function keepDataPrivate(database: string, warn: Warn): void {
  for (const file of [database, `${database}-wal`, `${database}-shm`]) {
    if (!isOpen(file, others)) continue;
    warn(
      withdraw(file, others)
        ? `Other users of this machine could read ${file}. Its permissions are now 600.`
        : `Other users of this machine can read ${file}. Run "chmod 600 ${file}" as its owner.`,
    );
  }
  const folder = dirname(database);
  const sticky = 0o1000;
  if (isOpen(folder, 0o002) && !isOpen(folder, sticky)) {
    warn(
      `Every user of this machine can replace the files in ${folder}. Run "chmod o-w ${folder}" as its owner.`,
    );
  }
}

/** Windows has no such bits, and Node makes them up there. */
function isOpen(file: string, bits: number): boolean {
  return process.platform !== 'win32' && existsSync(file) && (statSync(file).mode & bits) !== 0;
}

/** False when this user may not, or the file system keeps no permissions. */
function withdraw(file: string, bits: number): boolean {
  try {
    chmodSync(file, statSync(file).mode & 0o777 & ~bits);
  } catch {
    return false;
  }
  return !isOpen(file, bits);
}
