import { type RawBuilder, sql } from 'kysely';
import { type Db, holdRows, prepared } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import type { LimitRow } from './table.ts';

/** How a key is counted. */
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
  /** The count that brings the first wait, in milliseconds; each further count doubles it, up to the longest. */
  readonly waitFrom: number;
  readonly firstWait: number;
  readonly longestWait: number;
}

/**
 * Counts one try before it is judged, in one statement, and answers the new count; undefined when it may not be made.
 * Of parallel tries each takes a number of its own, so none slips past the limit (rule of the published
 * "parallel guesses" holes: reserve first, then verify).
 */
export async function reserve(db: Db, wanted: Reservation): Promise<number | undefined> {
  const { key, accountId, now, most, challengeFrom, proved, waitFrom, firstWait, longestWait } = wanted;
  if (challengeFrom <= 0 && !proved) return undefined;
  const [row] = await count(db, {
    key,
    accountId,
    now,
    expiresAt: wanted.expiresAt,
    sliding: wanted.sliding ? 1 : 0,
    most,
    challengeFrom,
    proved: proved ? 1 : 0,
    waitFrom,
    firstWait,
    // So many doublings reach the longest wait; one more could leave the range of a bigint.
    doublings: firstWait > 0 ? Math.max(0, Math.ceil(Math.log2(longestWait / firstWait))) : 0,
    longestWait,
    // Not the present time: a try that read the clock a moment earlier may come a moment later.
    firstBlockedUntil: waitFrom <= 1 && firstWait > 0 ? now + firstWait : 0,
  });
  return row?.count;
}

type Counting = Omit<Reservation, 'sliding' | 'proved'> & {
  readonly sliding: 0 | 1;
  readonly proved: 0 | 1;
  readonly doublings: number;
  readonly firstBlockedUntil: number;
};

const count = prepared((db, wanted: Counting) => {
  const fresh = sql<boolean>`limits.expires_at <= ${bigint(wanted.now)}`;
  const next = sql<number>`case when ${fresh} then 1 else limits.count + 1 end`;
  const beyond = sql<number>`((${next}) - ${bigint(wanted.waitFrom)})`;
  return db
    .insertInto('limits')
    .values({
      key: wanted.key,
      account_id: wanted.accountId,
      count: 1,
      blocked_until: wanted.firstBlockedUntil,
      expires_at: wanted.expiresAt,
    })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          count: next,
          blocked_until: sql<number>`case when ${beyond} < 0 then 0
            when ${beyond} >= ${bigint(wanted.doublings)} then ${bigint(wanted.now)} + ${bigint(wanted.longestWait)}
            else ${bigint(wanted.now)} + ${bigint(wanted.firstWait)} * (${bigint(1)} << cast(${beyond} as integer)) end`,
          expires_at: sql<number>`case when ${fresh} or ${bigint(wanted.sliding)} = 1
            then ${bigint(wanted.expiresAt)} else limits.expires_at end`,
          told: sql<number>`case when ${fresh} then 0 else limits.told end`,
        })
        .where(
          sql<boolean>`(${fresh} or (limits.blocked_until <= ${bigint(wanted.now)} and limits.count < ${bigint(wanted.most)}
            and (limits.count < ${bigint(wanted.challengeFrom)} or ${bigint(wanted.proved)} = 1)))`,
        ),
    )
    .returning('count');
});

/** PostgreSQL would otherwise take a parameter inside `case` for text. */
function bigint(value: number): RawBuilder<number> {
  return sql`cast(${value} as bigint)`;
}

/**
 * Takes one count back: the try was right, or was never judged. The wait that it has brought goes with it (`wait` is
 * when that ends); one that another process has added stands, as long as what is left of the count brings one.
 */
export async function giveBack(
  db: Db,
  key: string,
  { waitFrom, wait }: { waitFrom: number; wait: number } = { waitFrom: Number.MAX_SAFE_INTEGER, wait: 0 },
): Promise<void> {
  await takeBack(db, { key, waitFrom, wait });
}

/** When the wait ends that a reservation has brought as the try of this number; 0 for none. */
export function waitOf(
  { now, waitFrom, firstWait, longestWait }: Omit<Reservation, 'proved'>,
  count: number,
): number {
  return count < waitFrom ? 0 : now + Math.min(longestWait, firstWait * 2 ** (count - waitFrom));
}

const takeBack = prepared((db, { key, waitFrom, wait }: { key: string; waitFrom: number; wait: number }) =>
  db
    .updateTable('limits')
    .set((row) => ({
      count: row('count', '-', 1),
      blocked_until: sql<number>`case when limits.count <= ${bigint(waitFrom)} or limits.blocked_until = ${bigint(wait)} then 0 else limits.blocked_until end`,
    }))
    .where('key', '=', key)
    .where('count', '>', 0),
);

/** Counts from nothing again. The row stays, since the next try will want it: to write anew is five times the work. */
export async function forgive(db: Db, key: string): Promise<void> {
  await zero(db, { key });
}

const zero = prepared((db, { key }: { key: string }) =>
  db.updateTable('limits').set({ count: 0, blocked_until: 0, told: 0 }).where('key', '=', key),
);

/** Removes what was counted. */
export async function clearLimit(db: Db, key: string): Promise<void> {
  await db.deleteFrom('limits').where('key', '=', key).execute();
}

/** Forgets every count of an account: of its password, its codes and its keys, from strangers and from known browsers. */
export async function clearLimitsOf(db: Db, accountId: string): Promise<void> {
  await clearLimitsBut(db, accountId, []);
}

/**
 * The same, but for these counts. The rows are locked by their keys, as guesses do: a plain delete takes them as they
 * come, and two transactions could wait for each other.
 */
export async function clearLimitsBut(db: Db, accountId: string, kept: readonly string[]): Promise<void> {
  const counts = db.selectFrom('limits').select('key').where('account_id', '=', accountId).orderBy('key');
  for (const { key } of await holdRows(db, counts).execute()) {
    if (!kept.includes(key)) await clearLimit(db, key);
  }
}

/** Notes that the account's owner was told of so many failures; false when they were told of as many before. */
export async function noteTold(tx: Db, key: string, failures: number): Promise<boolean> {
  const row = await tx
    .updateTable('limits')
    .set({ told: failures })
    .where('key', '=', key)
    .where('told', '<', failures)
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

/** What is counted against the accounts now. */
export async function listLimitsOf(db: Db, accountIds: readonly string[]): Promise<LimitRow[]> {
  if (accountIds.length === 0) return [];
  return countedAgainst(db, accountIds).execute();
}

const countedAgainst = (db: Db, accountIds: readonly string[]) =>
  db.selectFrom('limits').selectAll().where('account_id', 'in', accountIds).where('count', '>', 0);

/** What is counted against an account, and what under a key that is nobody's. */
export function listLimitsWith(db: Db, accountId: string, key: string): Promise<LimitRow[]> {
  const underKey = db.selectFrom('limits').selectAll().where('key', '=', key);
  return countedAgainst(db, [accountId]).unionAll(underKey).execute();
}

export async function findLimit(db: Db, key: string): Promise<LimitRow | undefined> {
  return (await find(db, { key }))[0];
}

/** How much is counted under a key now. */
export async function failuresIn(db: Db, key: string, now: number): Promise<number> {
  const limit = await findLimit(db, key);
  return limit && limit.expires_at > now ? limit.count : 0;
}

const find = prepared((db, { key }: { key: string }) =>
  db.selectFrom('limits').selectAll().where('key', '=', key),
);

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

/**
 * Marks now as the last time that a wait was used here, unless another was used since this one began: then it is false.
 * All waits that began before are used up with it.
 */
export async function spendWait(
  db: Db,
  { key, since, now, expiresAt }: { key: string; since: number; now: number; expiresAt: number },
): Promise<boolean> {
  const row = await db
    .insertInto('limits')
    .values({ key, account_id: null, count: 1, blocked_until: now, expires_at: expiresAt })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ blocked_until: now, expires_at: expiresAt })
        .where('limits.blocked_until', '<=', since),
    )
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

export async function isChallengeSpent(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('spent_challenges').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/**
 * At least as much as a login writes over all its tables: a disk that's nearly full, or a file with a free page or two,
 * must not have room for the probe and none for a login.
 */
const probe = { rows: 16, padding: '.'.repeat(2000) };

/** Writes rows where each login begins by writing, removes them, and rejects when the database takes none. */
export async function probeWrites(db: Db, now: number): Promise<void> {
  const prefix = `write-probe:${newId()}`;
  const keys = Array.from({ length: probe.rows }, (_, at) => `${prefix}:${at}${probe.padding}`);
  const rows = keys.map((key) => ({ key, account_id: null, count: 1, blocked_until: 0, expires_at: now }));
  // Two commits: what is written and removed in one may never reach the disk. The sweep removes what a crash leaves.
  await db.insertInto('limits').values(rows).execute();
  await db.deleteFrom('limits').where('key', 'in', keys).execute();
}
