import type { JsonValue } from '../../kit/json.ts';

export interface RegisteredAccount {
  name: string;
  /** The argon2id hash as a PHC string. */
  password: string;
  /** `md5` when the hash is of the password's MD5 in hexadecimal. */
  wraps: 'md5' | null;
  /** Names the pepper that went into the hash; empty for none. */
  pepper: string;
  data: JsonValue;
  /** Unix milliseconds. */
  createdAt: number;
  lastLoginAt: number | null;
}

/**
 * An export in the shape of the workshop's `registered.json`, an account a line, in pieces: an export of any
 * size takes no more memory than one account. `readRegistered` reads it back whole.
 */
export async function* writeRegistered(
  accounts: AsyncIterable<RegisteredAccount> | Iterable<RegisteredAccount>,
): AsyncGenerator<string> {
  let before = '{\n';
  for await (const account of accounts) {
    yield `${before}  ${JSON.stringify(account.name)}: ${JSON.stringify(recordOf(account))}`;
    before = ',\n';
  }
  yield before === '{\n' ? '{}\n' : '\n}\n';
}

function recordOf({ password, wraps, pepper, data, createdAt, lastLoginAt }: RegisteredAccount) {
  return {
    password,
    ...(wraps === null ? {} : { wraps }),
    ...(pepper === '' ? {} : { pepper }),
    data,
    created: new Date(createdAt).toISOString(),
    lastLogin: lastLoginAt === null ? null : new Date(lastLoginAt).toISOString(),
  };
}
