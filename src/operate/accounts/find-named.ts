import type { Db } from '../../kit/db/index.ts';
import { type AccountRow, findAccountByKey, usernameKey } from '../../people/accounts/index.ts';
import { emailKey, findAccountByVerifiedEmail } from '../../people/emails/index.ts';

/** Finds an account by its username or, because usernames can't contain `@`, by its verified email address. */
export function findNamed(db: Db, name: string): Promise<AccountRow | undefined> {
  if (name.includes('@')) return findAccountByVerifiedEmail(db, emailKey(name));
  return findAccountByKey(db, usernameKey(name));
}
