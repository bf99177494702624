import { type Db, inTransaction } from '../../src/kit/db/index.ts';
import { newId } from '../../src/kit/ids.ts';
import { admitForOperator, insertAccount } from '../../src/people/accounts/index.ts';
import { freshName } from './names.ts';

/** Writes the row of an account that has nothing else, for tests of what belongs to one; answers its id and name. */
export async function storedAccount(db: Db, now = 0): Promise<{ id: string; username: string }> {
  const account = { id: newId(), username: freshName() };
  const times = { created_at: now, updated_at: now, last_login_at: null };
  const row = { ...account, username_key: account.username, data: '{}', ...times };
  await inTransaction(db, (tx) => insertAccount(tx, row, admitForOperator('create'), []));
  return account;
}
