import type { PasswordHasher } from '../../factors/password/index.ts';
import { isTime } from '../../kit/clock.ts';
import { scanJson } from '../../kit/json.ts';
import { openSecret } from '../../kit/sealed-secret.ts';
import { usernameKey } from '../../people/accounts/index.ts';
import { emailKey } from '../../people/emails/index.ts';
import type { CarriedAccount, CarriedRow, Column, Columns } from './carried.ts';

interface RuleServices {
  readonly secretKey: string;
  readonly hasher: Pick<PasswordHasher, 'canVerify' | 'hasItsPepper'>;
  /** Undefined in a dry run without a database. */
  readonly columns: Columns | undefined;
}

/**
 * Why an account can't be imported, or undefined when it can. The rules for new accounts don't apply: only what could
 * never work, or belongs to someone else, is refused.
 */
export function faultOf(
  account: CarriedAccount,
  { secretKey, hasher, columns }: RuleServices,
): string | undefined {
  const [row = {}] = account.accounts;
  const id = row.id;
  if (typeof id !== 'string' || !/^[\w-]{8,64}$/.test(id)) return "Its ID isn't a Latchkey ID.";
  if (typeof row.username !== 'string' || row.username_key !== usernameKey(row.username)) {
    return "Its username and username_key don't match.";
  }
  if (!isJson(row.data)) return "Its data isn't valid JSON.";
  for (const [table, rows] of Object.entries(account)) {
    for (const one of rows) {
      const misfit = columns && misfitOf(one, columns.get(table) ?? new Map());
      if (misfit !== undefined) return `"${misfit.column}" in "${table}" ${misfit.is}.`;
      if (table !== 'accounts' && one.account_id !== id)
        return `A row of "${table}" belongs to another account.`;
    }
  }
  if (account.passwords.some(({ hash }) => !hasher.canVerify(String(hash))))
    return "Its password isn't an argon2id hash that this server can verify.";
  if (account.passwords.some(({ pepper }) => !hasher.hasItsPepper({ pepper: String(pepper) }))) {
    return "Its password was hashed with another pepper, so it would never match. Set LATCHKEY_PASSWORD_PEPPER to the other server's pepper.";
  }
  if (account.emails.some(({ address, address_key: key }) => emailKey(String(address)) !== key)) {
    return "Its email address and address_key don't match.";
  }
  if (!hasWayIn(account)) {
    return 'It has no password, no verified email address and no passkey that verifies its user, so nobody could sign in.';
  }
  const seal = { purpose: 'totp', owner: id };
  return account.totp?.some(({ secret }) => !openSecret(secretKey, seal, String(secret)))
    ? "Its authenticator app key can't be decrypted with this secret key."
    : undefined;
}

/**
 * An account without a password needs a passkey that verifies its user, or a verified email address to set a password.
 * An unverified address proves nothing, and neither does an authenticator app alone.
 */
function hasWayIn(account: CarriedAccount): boolean {
  return !needsEmail(account) || account.emails.some(({ verified_at: at }) => typeof at === 'number');
}

/** Whether its owner can only sign in by email. */
export function needsEmail(account: CarriedAccount): boolean {
  const {
    passwords,
    passkeys = [],
    passkey_users: users = [],
    outside_identities: identities = [],
  } = account;
  const verifiesUser = users.length > 0 && passkeys.some(({ uv_initialized: is }) => is === 1);
  return passwords.length === 0 && !verifiesUser && identities.length === 0;
}

/** The rule for all data documents: RFC 8259, without duplicate names in an object. */
function isJson(text: unknown): boolean {
  let isTwice = false;
  const scan = scanJson(String(text), Number.POSITIVE_INFINITY, { duplicate: () => (isTwice = true) });
  return typeof text === 'string' && scan.ok && !isTwice;
}

/** The first value that its column can't store, and why. */
function misfitOf(
  row: CarriedRow,
  columns: ReadonlyMap<string, Column>,
): { readonly column: string; readonly is: string } | undefined {
  for (const [column, value] of Object.entries(row)) {
    const about = columns.get(column);
    if (!about) return { column, is: "isn't known to this version of Latchkey" };
    if (!fits(column, value, about)) return { column, is: "has a value that Latchkey can't store" };
  }
  return undefined;
}

function fits(column: string, value: CarriedRow[string], { isText, isNullable }: Column): boolean {
  if (value === null) return isNullable;
  // PostgreSQL stores neither NUL nor lone surrogates.
  if (typeof value === 'string') return isText && !value.includes('\0') && value.isWellFormed();
  return !isText && value >= 0 && (!column.endsWith('_at') || isTime(value));
}
