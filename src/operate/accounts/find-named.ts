import type { Db } from '../../kit/db/index.ts';
import { type AccountRow, findAccountByKey, usernameKey } from '../../people/accounts/index.ts';
import { emailKey, findAccountByVerifiedEmail } from '../../people/emails/index.ts';

/** By the username or, since no username has an `@`, by the confirmed e-mail address. */
export function findNamed(db: Db, name: string): Promise<AccountRow | undefined> {
  if (name.includes('@')) return findAccountByVerifiedEmail(db, emailKey(name));
  return findAccountByKey(db, usernameKey(name));
}
