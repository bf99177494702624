import { ConfigError, type WeakSecret } from '../config/index.ts';
import { listPeppers, type PasswordHasher } from '../factors/password/index.ts';
import { opensSomeKey } from '../factors/totp/index.ts';
import type { Db } from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { openSecret, sealSecret } from '../kit/sealed-secret.ts';
import type { Services } from '../kit/services.ts';
import { hasAccounts } from '../people/accounts/index.ts';
import { addCheck, findCheck, setCheck } from '../people/installation/index.ts';

/**
 * Requires that the configured secrets are those that this database was made under, and remembers them. Throws
 * `CliError` when they are others. Easy ones are refused by `ConfigError` until somebody has registered under them;
 * after that they are told, since nobody could sign in without them.
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

/** Those of them that nobody has registered under, and that no stored hash carries. `pepperName` is the hasher's. */
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

/** What is told of one that is in use. */
export function weakWarning({ name, problem }: WeakSecret): string {
  return `${problem} ${remedies[name] ?? ''}`.trim();
}

const remedies: Readonly<Record<string, string>> = {
  secretKey: 'Replace it with "latchkey secret rotate".',
  'password.pepper': 'It stays in use because existing passwords need it.',
};

/** There is no rotation of the pepper: with another one, these people would be told that their password is wrong. */
async function requirePepper(db: Db, hasher: PasswordHasher): Promise<void> {
  const peppers = await listPeppers(db);
  if (peppers.every((pepper) => hasher.hasItsPepper({ pepper }))) return;
  throw new CliError(
    'Passwords in this database were hashed with a pepper that is not the configured one, so none of them would fit. Set password.pepper (LATCHKEY_PASSWORD_PEPPER) to what it was.',
  );
}

/** For a command that writes hashes: what it writes must fit in the server that runs beside it or comes after. */
export async function requireServersPepper(db: Db, hasher: PasswordHasher): Promise<void> {
  await requirePepper(db, hasher);
  const servers = await findCheck(db, 'password.pepper');
  if (servers === undefined || servers === hasher.pepperName) return;
  throw new CliError(
    `The server of this database runs ${servers === '' ? 'without a pepper' : 'with another pepper'}, so nobody could sign in with the passwords that this command would write. Set password.pepper (LATCHKEY_PASSWORD_PEPPER) to the server's.`,
  );
}

async function requireSecretKey(db: Db, secretKey: string): Promise<void> {
  if ((await fitsSecretKey(db, secretKey)) !== false) return;
  throw new CliError(
    'This database belongs to another secret key: codes from authenticator apps would be refused. Set secretKey (LATCHKEY_SECRET_KEY), or restore secret.key, to what it was. To change the key, run "latchkey secret rotate".',
  );
}

/**
 * For a command that seals something: the server must be able to open it. A database that no server of this version was
 * started on yet is taken as it is, since the command may be there to help with a lost key.
 */
export async function requireServersKey(db: Db, secretKey: string): Promise<void> {
  if ((await findCheck(db, 'secretKey')) !== undefined) await requireSecretKey(db, secretKey);
}

const seal = { purpose: 'check', owner: 'secretKey' };

/** Undefined when nothing in the database tells. */
export async function fitsSecretKey(db: Db, secretKey: string): Promise<boolean | undefined> {
  const check = await findCheck(db, 'secretKey');
  return check === undefined ? opensSomeKey(db, secretKey) : openSecret(secretKey, seal, check) !== undefined;
}

/** What `fitsSecretKey` knows the key by. */
export function checkOf(secretKey: string): string {
  return sealSecret(secretKey, seal, Buffer.from('latchkey'));
}
