import type { PasswordHasher } from '../../factors/password/index.ts';
import { openSecret } from '../../kit/sealed-secret.ts';
import { usernameKey } from '../../people/accounts/index.ts';
import { emailKey } from '../../people/emails/index.ts';
import type { CarriedAccount } from './carried.ts';

interface RuleServices {
  readonly secretKey: string;
  readonly hasher: Pick<PasswordHasher, 'hasItsPepper'>;
  /** Undefined in a dry run without a database. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>> | undefined;
}

/**
 * Why an account can't be taken; undefined when it can. What was stored elsewhere isn't held to the rules of new accounts:
 * only what could never be used, or would belong to somebody else, is refused.
 */
export function faultOf(
  account: CarriedAccount,
  { secretKey, hasher, columns }: RuleServices,
): string | undefined {
  const [row = {}] = account.accounts;
  const id = row.id;
  if (typeof id !== 'string' || !/^[\w-]{8,64}$/.test(id)) return 'Its id is not one of Latchkey.';
  if (typeof row.username !== 'string' || row.username_key !== usernameKey(row.username)) {
    return 'Its username and the key of that do not belong together.';
  }
  if (!isJson(row.data)) return 'Its data is not JSON.';
  for (const [table, rows] of Object.entries(account)) {
    for (const one of rows) {
      const unknown = Object.keys(one).find((column) => columns && !columns.get(table)?.has(column));
      if (unknown !== undefined) return `"${unknown}" in "${table}" is not known to this version.`;
      if (table !== 'accounts' && one.account_id !== id)
        return `A row of "${table}" belongs to another account.`;
    }
  }
  if (account.passwords.some(({ hash }) => !isArgon2id(hash))) return 'Its password is not an argon2id hash.';
  if (account.passwords.some(({ pepper }) => !hasher.hasItsPepper({ pepper: String(pepper) }))) {
    return 'Its hash has a pepper that is not the configured one, so no password would fit. Set LATCHKEY_PASSWORD_PEPPER to that of the server it comes from.';
  }
  if (account.emails.some(({ address, address_key: key }) => emailKey(String(address)) !== key)) {
    return 'Its email address and the key of that do not belong together.';
  }
  if (!hasWayIn(account)) {
    return 'It has no password, no verified email address, and no passkey that verifies its user, so nobody could sign in to it.';
  }
  const seal = { purpose: 'totp', owner: id };
  return account.totp?.some(({ secret }) => !openSecret(secretKey, seal, String(secret)))
    ? 'Its authenticator key does not open under the secret key.'
    : undefined;
}

/**
 * An account without a password is signed in to by a passkey that is two factors in one, or gets a password by email. One
 * that is only asked for proves nothing, and neither does an authenticator app without a first factor.
 */
function hasWayIn(account: CarriedAccount): boolean {
  return !needsEmail(account) || account.emails.some(({ verified_at: at }) => typeof at === 'number');
}

/** Whether nothing but an email lets its owner in. */
export function needsEmail({ passwords, passkeys = [], passkey_users: users = [] }: CarriedAccount): boolean {
  const verifiesUser = users.length > 0 && passkeys.some(({ uv_initialized: is }) => is === 1);
  return passwords.length === 0 && !verifiesUser;
}

function isJson(text: unknown): boolean {
  try {
    JSON.parse(String(text));
    return typeof text === 'string';
  } catch {
    return false;
  }
}

/** Bounded as the configuration bounds its own: a hash of a terabyte would stop every login after it. */
function isArgon2id(text: unknown): boolean {
  const form =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,4}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}$/;
  const [, memory = '', passes = '', lanes = ''] = form.exec(String(text)) ?? [];
  const [m, t, p] = [Number(memory), Number(passes), Number(lanes)];
  return m >= 8 * p && m <= 4_194_304 && t >= 1 && t <= 1000 && p >= 1 && p <= 64;
}
