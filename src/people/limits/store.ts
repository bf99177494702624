import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../kit/db/index.ts';
import type { LimitsTable } from './table.ts';

export interface Reservation {
  readonly key: string;
  readonly accountId: string | null;
  readonly now: number;
  /** When the count is forgotten if nothing more is counted, in Unix milliseconds. */
  readonly expiresAt: number;
  /** Whether each further count moves that time on, or the window stays where it began. */
  readonly sliding: boolean;
  /** Nothing passes once so many are counted. */
  readonly most: number;
  /** From so many on, only who has proved work passes. */
  readonly challengeFrom: number;
  readonly proved: boolean;
  /** Waits in milliseconds that the count brings: the first at `waitFrom`, then one for each further; the last stays. */
  readonly waitFrom: number;
  readonly waits: readonly number[];
}

/**
 * Counts one try before it is judged, in one statement, and answers the new count; undefined when it may not be made.
 * Of parallel tries each takes a number of its own, so none slips past the limit (rule of the published
 * "parallel guesses" holes: reserve first, then verify).
 */
export async function reserve(db: Db, wanted: Reservation): Promise<number | undefined> {
  const { key, now, expiresAt, sliding, most, challengeFrom, proved } = wanted;
  const fresh = sql<boolean>`limits.expires_at <= ${bigint(now)}`;
  const count = sql<number>`case when ${fresh} then 1 else limits.count + 1 end`;
  const expires = sliding
    ? bigint(expiresAt)
    : sql<number>`case when ${fresh} then ${bigint(expiresAt)} else limits.expires_at end`;
  if (challengeFrom <= 0 && !proved) return undefined;
  const row = await db
    .insertInto('limits')
    .values({
      key,
      account_id: wanted.accountId,
      count: 1,
      // Not the present time: a try that read the clock a moment earlier may come a moment later.
      blocked_until: wanted.waitFrom <= 1 && wanted.waits[0] !== undefined ? now + wanted.waits[0] : 0,
      expires_at: expiresAt,
    })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ count, blocked_until: blockedUntil(wanted, count), expires_at: expires })
        .where(
          sql<boolean>`(${fresh} or (limits.blocked_until <= ${bigint(now)} and limits.count < ${bigint(most)}
            and (limits.count < ${bigint(challengeFrom)} or 1 = ${bigint(proved ? 1 : 0)})))`,
        ),
    )
    .returning('count')
    .executeTakeFirst();
  return row?.count;
}

function blockedUntil({ now, waitFrom, waits }: Reservation, count: RawBuilder<number>): RawBuilder<number> {
  const last = waits.at(-1);
  if (last === undefined) return sql`0`;
  const steps = waits.map(
    (wait, step) => sql`when (${count}) = ${bigint(waitFrom + step)} then ${bigint(now + wait)}`,
  );
  return sql`case when (${count}) < ${bigint(waitFrom)} then 0 ${sql.join(steps, sql` `)} else ${bigint(now + last)} end`;
}

/** PostgreSQL would otherwise take a parameter inside `case` for text. */
function bigint(value: number): RawBuilder<number> {
  return sql`cast(${value} as bigint)`;
}

/**
 * Takes one count back: the try was right, or was never judged. A wait stands as long as what is left of the
 * count brings one, which another process may have added.
 */
export async function giveBack(db: Db, key: string, waitFrom = Number.MAX_SAFE_INTEGER): Promise<void> {
  await db
    .updateTable('limits')
    .set((row) => ({
      count: row('count', '-', 1),
      blocked_until: sql<number>`case when limits.count <= ${bigint(waitFrom)} then 0 else limits.blocked_until end`,
    }))
    .where('key', '=', key)
    .where('count', '>', 0)
    .execute();
}

/** Forgets what was counted. */
export async function clearLimit(db: Db, key: string): Promise<void> {
  await db.deleteFrom('limits').where('key', '=', key).execute();
}

/** Forgets every count of an account's password: of strangers, known devices and sessions. */
export async function clearLimitsOf(db: Db, accountId: string): Promise<void> {
  await db.deleteFrom('limits').where('account_id', '=', accountId).execute();
}

export function listLimitsOf(db: Db, accountId: string): Promise<LimitsTable[]> {
  return db.selectFrom('limits').selectAll().where('account_id', '=', accountId).orderBy('key').execute();
}

export function findLimit(db: Db, key: string): Promise<LimitsTable | undefined> {
  return db.selectFrom('limits').selectAll().where('key', '=', key).executeTakeFirst();
}

/** Marks a proof of work as used; false when it was used before. */
export async function consumeChallenge(db: Db, id: string, expiresAt: number): Promise<boolean> {
  const row = await db
    .insertInto('spent_challenges')
    .values({ id, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteExpiredLimits(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('limits')
    .where((row) => row.or([row('expires_at', '<=', now), row('count', '=', 0)]))
    .execute();
  await db.deleteFrom('spent_challenges').where('expires_at', '<=', now).execute();
}

export async function isChallengeSpent(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('spent_challenges').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
