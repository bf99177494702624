import { factors } from '../../factors/index.ts';
import type { Db } from '../../kit/db/index.ts';

/** Accounts with something that the workshop's format can't store. */
export interface Losses {
  readonly secondFactors: number;
  readonly emails: number;
}

/** Counts the accounts that would lose something in the workshop's format. */
export async function findLosses(db: Db): Promise<Losses> {
  const { accounts: secondFactors } = await db
    .selectFrom('accounts')
    .select((row) => row.fn.countAll<number>().as('accounts'))
    .where((where) =>
      where.or(factors.flatMap(({ holders }) => (holders ? [where('id', 'in', holders(db))] : []))),
    )
    .executeTakeFirstOrThrow();
  const { accounts: emails } = await db
    .selectFrom('emails')
    .select((row) => row.fn.count<number>('account_id').distinct().as('accounts'))
    .executeTakeFirstOrThrow();
  return { secondFactors: Number(secondFactors), emails: Number(emails) };
}
