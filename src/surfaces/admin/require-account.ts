import { notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { type AccountRow, findAccount } from '../../people/accounts/index.ts';

/** The account that an address names. Throws `not-found`, also for an ID with a NUL, at which PostgreSQL would fail. */
export async function requireAccount({ db }: Pick<Services, 'db'>, id: string): Promise<AccountRow> {
  const account = id.includes('\0') ? undefined : await findAccount(db, id);
  if (!account) throw problem(notFound);
  return account;
}
