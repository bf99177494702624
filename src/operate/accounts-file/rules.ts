import { isUsablePhc, type PasswordHasher } from '../../factors/password/index.ts';
import { isTime } from '../../kit/clock.ts';
import { scanJson } from '../../kit/json.ts';
import { openSecret } from '../../kit/sealed-secret.ts';
import { usernameKey } from '../../people/accounts/index.ts';
import { emailKey } from '../../people/emails/index.ts';
import type { CarriedAccount, CarriedRow, Column, Columns } from './carried.ts';

interface RuleServices {
  readonly secretKey: string;
  readonly hasher: Pick<PasswordHasher, 'hasItsPepper'>;
  /** Undefined in a dry run without a database. */
  readonly columns: Columns | undefined;
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
      const misfit = columns && misfitOf(one, columns.get(table) ?? new Map());
      if (misfit !== undefined) return `"${misfit.column}" in "${table}" ${misfit.is}.`;
      if (table !== 'accounts' && one.account_id !== id)
        return `A row of "${table}" belongs to another account.`;
    }
  }
  if (account.passwords.some(({ hash }) => !isUsablePhc(String(hash))))
    return 'Its password is not an argon2id hash that this server can verify.';
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

/** As every document here: RFC 8259, and no name twice in an object. */
function isJson(text: unknown): boolean {
  let isTwice = false;
  const scan = scanJson(String(text), Number.POSITIVE_INFINITY, { duplicate: () => (isTwice = true) });
  return typeof text === 'string' && scan.ok && !isTwice;
}

/** The first value that its column could not have, and what is the matter with it. */
function misfitOf(
  row: CarriedRow,
  columns: ReadonlyMap<string, Column>,
): { readonly column: string; readonly is: string } | undefined {
  for (const [column, value] of Object.entries(row)) {
    const about = columns.get(column);
    if (!about) return { column, is: 'is not known to this version' };
    if (!fits(column, value, about))
      return { column, is: 'does not have a value that Latchkey stores there' };
  }
  return undefined;
}

function fits(column: string, value: CarriedRow[string], { isText, isNullable }: Column): boolean {
  if (value === null) return isNullable;
  // PostgreSQL keeps neither NUL nor half a character.
  if (typeof value === 'string') return isText && !value.includes('\0') && value.isWellFormed();
  return !isText && value >= 0 && (!column.endsWith('_at') || isTime(value));
}
