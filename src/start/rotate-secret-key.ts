import { resealKeys } from '../factors/totp/index.ts';
import { type Db, inTransaction } from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { resealMails } from '../kit/mail/index.ts';
import { setCheck } from '../people/installation/index.ts';
import { checkOf, fitsSecretKey } from './secrets.ts';

/** How many keys of authenticator apps were sealed anew, and how many open under neither key. */
export type Rotated = Awaited<ReturnType<typeof resealKeys>>;

/**
 * Seals under the new secret key what the database holds under the old one, all of it or nothing; to run it again
 * changes nothing. `from` is undefined when the old key is lost. Throws `CliError` when `from` is not the old key.
 */
export async function rotateSecretKey(
  db: Db,
  keys: { from: string | undefined; to: string },
): Promise<Rotated> {
  const { from, to } = keys;
  if (from !== undefined && !(await fitsSecretKey(db, to)) && (await fitsSecretKey(db, from)) === false) {
    throw new CliError(
      'The key in --old-file is not the one that this database belongs to. Nothing was changed.',
    );
  }
  return inTransaction(db, async (tx) => {
    const rotated = await resealKeys(tx, keys);
    if (from !== undefined) await resealMails(tx, from, to);
    await setCheck(tx, 'secretKey', checkOf(to));
    return rotated;
  });
}
