import { readFileSync } from 'node:fs';
import { type Flags, weaknessOf } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import { loadSecretKey } from '../start/open-database.ts';
import { type Rotated, rotateSecretKey } from '../start/rotate-secret-key.ts';
import { withDatabase } from './accounts-database.ts';
import { count, print } from './accounts-text.ts';
import { dataKeys } from './find-data.ts';

export interface RotateFlags extends Flags {
  readonly oldFile?: string;
  readonly lost?: true;
}

/** Moves the database to the configured secret key. Throws `CliError` when that can't be done as a whole. */
export function rotateSecret({ oldFile, lost, ...flags }: RotateFlags): Promise<void> {
  if ((oldFile === undefined) === (lost === undefined)) {
    throw new CliError('Name the old key with --old-file, or say --lost when nobody has it any more.', 2);
  }
  return withDatabase(
    flags,
    async ({ config, db }) => {
      const from = oldFile === undefined ? undefined : readKey(oldFile);
      const to = loadSecretKey(config);
      if (from === to) {
        throw new CliError(
          'The configured key is the old one. Set LATCHKEY_SECRET_KEY to the new key, or move secret.key away to have one made.',
        );
      }
      const weakness = weaknessOf(to);
      if (weakness !== undefined) throw new CliError(`The new key ${weakness}. Nothing was changed.`);
      await print(reportOf(await rotateSecretKey(db, { from, to }), lost === true));
    },
    [...dataKeys, 'secretKey'],
  );
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new CliError(`The file of the old key cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function reportOf({ resealed, lost }: Rotated, isKeyLost: boolean): string {
  const apps = (number: number) => count(number, 'authenticator app');
  return [
    isKeyLost ? 'The database now belongs to the new key.' : `Moved ${apps(resealed)} to the new key.`,
    ...(lost === 0
      ? []
      : [
          `The codes of ${apps(lost)} no longer work, since their keys open under neither key. "latchkey accounts remove-second-factor NAME" lets an owner in.`,
        ]),
    'Passwords, passkeys, recovery codes and sessions stay. Browsers are no longer known, and codes sent by email expire.',
    'Start every server with the new key now. Delete the old one when backups that need it are gone.',
    '',
  ].join('\n');
}
