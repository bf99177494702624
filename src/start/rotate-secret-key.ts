import { resealKeys } from '../factors/totp/index.ts';
import { type Db, inTransaction } from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { resealMails } from '../kit/mail/index.ts';
import { rotateAuditKey } from '../people/audit/index.ts';
import { checkOf, setCheck } from '../people/installation/index.ts';
import { resealSigningKeys } from '../surfaces/provider/index.ts';
import { fitsSecretKey } from './secrets.ts';

/** How many authenticator app keys were re-encrypted, and how many can't be decrypted with either key. */
export type Rotated = Awaited<ReturnType<typeof resealKeys>>;

/**
 * Re-encrypts the database with the new secret key, completely or not at all. Running it again changes nothing. `from` is
 * undefined when the old key is lost. Throws `CliError` when `from` isn't the old key.
 */
export async function rotateSecretKey(
  db: Db,
  keys: { from: string | undefined; to: string },
  now: number,
): Promise<Rotated> {
  const { from, to } = keys;
  if (from !== undefined && !(await fitsSecretKey(db, to)) && (await fitsSecretKey(db, from)) === false) {
    throw new CliError(
      "The key in --old-file isn't the secret key of this database.",
      'Nothing was changed. Pass the key that the server used last.',
    );
  }
  return inTransaction(db, async (tx) => {
    const rotated = await resealKeys(tx, keys);
    if (from !== undefined) await resealMails(tx, from, to);
    await resealSigningKeys(tx, keys);
    await setCheck(tx, 'secretKey', checkOf(to));
    await rotateAuditKey(tx, keys, { client: { address: '', device: 'latchkey secret rotate' }, at: now });
    return rotated;
  });
}
