import { factors } from '../../factors/index.ts';
import type { Db } from '../../kit/db/index.ts';

/** What the workshop's file has no place for, each counted in accounts. */
export interface Losses {
  readonly secondFactors: number;
  readonly emails: number;
}

/** Counts the accounts that the workshop's file would weaken or cut. */
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
