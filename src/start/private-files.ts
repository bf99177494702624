import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../kit/failure.ts';

/** Tells an operator what was fixed or needs fixing. */
export type Warn = (sentence: string) => void;

/** Permission bits of everyone but the owner. */
const others = 0o077;

/**
 * Removes everyone else's permissions from a file that the server created, with a warning, because someone may have read
 * it already. Throws `CliError` when this user can't change the permissions: other users could read or replace the key.
 * `ssh` treats its keys the same way.
 */
export function keepPrivate(file: string, warn: Warn): void {
  if (!isOpen(file, others)) return;
  if (!withdraw(file, others)) {
    throw new CliError(
      `Other users of this machine can read ${file}, and this user can't change that.`,
      `Run "chmod 600 ${file}" as its owner, or change its owner to the user that runs Latchkey.`,
    );
  }
  warn(
    `Other users of this machine could read ${file}. Its permissions are now 600. If someone may have read it, replace the secret.`,
  );
}

/**
 * The same for files that the operator created. Group permissions stay, because services often get secrets through them.
 * Files whose permissions can't be changed, such as secrets mounted read-only, are used with a warning.
 */
export function discloseShared(files: readonly string[], warn: Warn): void {
  const everybody = 0o007;
  for (const file of new Set(files)) {
    if (!isOpen(file, everybody)) continue;
    warn(
      withdraw(file, everybody)
        ? `Every user of this machine could read ${file}, which contains a secret. Now only its owner and group can.`
        : `Every user of this machine can read ${file}, which contains a secret. Run "chmod o= ${file}" as its owner.`,
    );
  }
}

/** The same for the files of a database and their folder, which are used whatever their permissions are. */
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

/** Windows has no permission bits, and Node invents them. */
function isOpen(file: string, bits: number): boolean {
  return process.platform !== 'win32' && existsSync(file) && (statSync(file).mode & bits) !== 0;
}

/** False when this user isn't allowed to, or the file system has no permissions. */
function withdraw(file: string, bits: number): boolean {
  try {
    chmodSync(file, statSync(file).mode & 0o777 & ~bits);
  } catch {
    return false;
  }
  return !isOpen(file, bits);
}
