import { readFileSync } from 'node:fs';
import { type Flags, weaknessOf } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import { loadSecretKey } from '../start/open-database.ts';
import { type Rotated, rotateSecretKey } from '../start/rotate-secret-key.ts';
import { withDatabase } from './accounts/database.ts';
import { count, tell } from './accounts/text.ts';
import { dataKeys } from './find-data.ts';

export interface RotateFlags extends Flags {
  readonly oldFile?: string;
  readonly lost?: true;
}

/** Re-encrypts the database with the configured secret key. Throws `CliError` when it can't be done completely. */
export function rotateSecret({ oldFile, lost, ...flags }: RotateFlags): Promise<void> {
  if ((oldFile === undefined) === (lost === undefined)) {
    throw new CliError(
      `Either --old-file or --lost is required${lost ? ', not both' : ''}.`,
      'Pass the old key with --old-file, or use --lost if nobody has it anymore.',
      2,
    );
  }
  return withDatabase(
    flags,
    async ({ config, db, clock }) => {
      const from = oldFile === undefined ? undefined : readKey(oldFile);
      const to = loadSecretKey(config);
      if (from === to) {
        throw new CliError(
          'The configured secret key is the old key.',
          'Set LATCHKEY_SECRET_KEY to the new key, or move secret.key away to generate one.',
        );
      }
      const weakness = weaknessOf(to);
      if (weakness !== undefined) throw new CliError(`The new key ${weakness}.`, 'Nothing was changed.');
      await tell(reportOf(await rotateSecretKey(db, { from, to }, clock()), lost === true));
    },
    [...dataKeys, 'secretKey'],
  );
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new CliError(
      `Couldn't read the old key (${(error as NodeJS.ErrnoException).code}).`,
      'Check the path in --old-file and its permissions.',
    );
  }
}

function reportOf({ resealed, lost }: Rotated, isKeyLost: boolean): string {
  const apps = (number: number) => count(number, 'authenticator app');
  return [
    isKeyLost ? 'The database now uses the new key.' : `Re-encrypted ${apps(resealed)} with the new key.`,
    ...(lost === 0
      ? []
      : [
          `${apps(lost)} can't be decrypted with either key, so ${lost === 1 ? 'its codes' : 'their codes'} no longer work. To let an owner in, run "latchkey accounts remove-second-factor NAME".`,
        ]),
    'Passwords, passkeys, recovery codes and sessions still work. Known browsers are forgotten, and codes sent by email have expired.',
    'Start every server with the new key now. Delete the old key once no backup needs it.',
    '',
  ].join('\n');
}
