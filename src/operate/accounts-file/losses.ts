import type { Db } from '../../kit/db/index.ts';

/** What the workshop's file has no place for, each counted in accounts. */
export interface Losses {
  readonly secondFactors: number;
  readonly emails: number;
}

/** Counts the accounts that the workshop's file would weaken or cut. */
export async function findLosses(db: Db): Promise<Losses> {
  const withFactor = db
    .selectFrom('totp')
    .select('account_id')
    .where('confirmed_at', 'is not', null)
    .union(db.selectFrom('passkeys').select('account_id'))
    .union(db.selectFrom('recovery_codes').select('account_id'));
  const countOf = (query: typeof withFactor) =>
    db
      .selectFrom(query.as('some'))
      .select((row) => row.fn.countAll<number>().as('accounts'))
      .executeTakeFirstOrThrow();
  const { accounts: secondFactors } = await countOf(withFactor);
  const { accounts: emails } = await db
    .selectFrom('emails')
    .select((row) => row.fn.count<number>('account_id').distinct().as('accounts'))
    .executeTakeFirstOrThrow();
  return { secondFactors: Number(secondFactors), emails: Number(emails) };
}
