import { ConfigError, type WeakSecret } from '../config/index.ts';
import { listPeppers, type PasswordHasher } from '../factors/password/index.ts';
import { opensSomeKey } from '../factors/totp/index.ts';
import type { Db } from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import type { Services } from '../kit/services.ts';
import { hasAccounts } from '../people/accounts/index.ts';
import { addCheck, checkOf, findCheck, fitsCheck, setCheck } from '../people/installation/index.ts';
import { loadSecretKey } from './open-database.ts';

/**
 * Requires that the configured secrets match this database, and remembers them. Throws `CliError` when they don't. Weak
 * secrets throw `ConfigError` until the first account is created. After that they only cause a warning, because nobody
 * could sign in without them.
 */
export async function requireSecrets(
  { db, hasher, secretKey, log }: Pick<Services, 'db' | 'hasher' | 'secretKey' | 'log'>,
  weak: readonly WeakSecret[],
): Promise<void> {
  await requirePepper(db, hasher);
  await requireSecretKey(db, secretKey);
  const refused = await newlyWeak(db, hasher.pepperName, weak);
  if (refused.length > 0) throw new ConfigError(refused.map(({ problem }) => problem));
  for (const secret of weak) log.warn(weakWarning(secret));
  await addCheck(db, 'secretKey', checkOf(secretKey));
  await setCheck(db, 'password.pepper', hasher.pepperName);
}

/** The weak secrets that no account or stored hash uses yet. `pepperName` is the hasher's. */
export async function newlyWeak(
  db: Db,
  pepperName: string,
  weak: readonly WeakSecret[],
): Promise<readonly WeakSecret[]> {
  if (weak.length === 0) return weak;
  const inUse = await hasAccounts(db);
  const peppers = await listPeppers(db);
  return weak.filter(({ name }) => !(name === 'password.pepper' ? peppers.includes(pepperName) : inUse));
}

/** The warning about a weak secret that is in use. */
export function weakWarning({ name, problem }: WeakSecret): string {
  return `${problem} ${remedies[name] ?? ''}`.trim();
}

const remedies: Readonly<Record<string, string>> = {
  secretKey: 'Replace it with "latchkey secret rotate".',
  'password.pepper': "Don't change it, because existing passwords need it.",
};

/** A pepper can't be rotated: with another one, every existing password would count as incorrect. */
async function requirePepper(db: Db, hasher: PasswordHasher): Promise<void> {
  const peppers = await listPeppers(db);
  if (peppers.every((pepper) => hasher.hasItsPepper({ pepper }))) return;
  throw new CliError(
    "Passwords in this database were hashed with another pepper, so they wouldn't match.",
    'Set password.pepper (LATCHKEY_PASSWORD_PEPPER) back to its previous value.',
  );
}

/** For a command that writes hashes: the server must be able to verify them. */
export async function requireServersPepper(db: Db, hasher: PasswordHasher): Promise<void> {
  await requirePepper(db, hasher);
  const servers = await findCheck(db, 'password.pepper');
  if (servers === undefined || servers === hasher.pepperName) return;
  throw new CliError(
    `The server of this database uses ${servers === '' ? 'no pepper' : 'another pepper'}, so nobody could sign in with passwords written by this command.`,
    servers === ''
      ? 'Remove password.pepper (LATCHKEY_PASSWORD_PEPPER).'
      : "Set password.pepper (LATCHKEY_PASSWORD_PEPPER) to the server's pepper.",
  );
}

async function requireSecretKey(db: Db, secretKey: string): Promise<void> {
  if ((await fitsSecretKey(db, secretKey)) !== false) return;
  throw new CliError(
    'This database uses another secret key, so codes from authenticator apps would be refused.',
    'Set secretKey (LATCHKEY_SECRET_KEY) back to its previous value, or restore secret.key. To change the key, run "latchkey secret rotate".',
  );
}

/**
 * For a command that encrypts something: the server must be able to decrypt it. Accepts a database that no server of this
 * version has started on, because the command may be needed after a key was lost.
 */
export async function requireServersKey(db: Db, secretKey: string): Promise<void> {
  if ((await findCheck(db, 'secretKey')) !== undefined) await requireSecretKey(db, secretKey);
}

/**
 * The secret key for a command. Only a new database in a data folder gets a new one. Throws `CliError` when the server's can't
 * be read from here, or another one is configured.
 */
export async function findServersKey({
  config,
  db,
  secretKey,
}: Pick<Services, 'config' | 'db'> & { readonly secretKey?: string | undefined }): Promise<string> {
  const isMade = config.database.url !== '' || (await findCheck(db, 'secretKey')) !== undefined;
  if (secretKey === undefined && isMade) {
    throw new CliError(
      "The server's secret key is needed here, and there is none.",
      'Set LATCHKEY_SECRET_KEY to it, or run this command where the server runs, with its configuration.',
    );
  }
  const key = secretKey ?? loadSecretKey(config);
  await requireServersKey(db, key);
  return key;
}

/** Undefined when nothing in the database depends on the key. */
export async function fitsSecretKey(db: Db, secretKey: string): Promise<boolean | undefined> {
  return (await fitsCheck(db, secretKey)) ?? opensSomeKey(db, secretKey);
}
