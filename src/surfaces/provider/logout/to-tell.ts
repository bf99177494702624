import type { Db } from '../../../kit/db/index.ts';
import type { AppSessionsTable } from '../table.ts';

/** A sign-in to an app that is over, which a process has taken to tell the app so. */
export type ClaimedEnd = AppSessionsTable & { readonly over_at: number };

type Key = Pick<AppSessionsTable, 'session_id' | 'app_id'>;

const waiting = (db: Db, now: number) =>
  db
    .selectFrom('app_sessions as a')
    .select(['a.session_id', 'a.app_id'])
    .where('a.told_at', 'is', null)
    .where('a.due_at', '<=', now)
    .where('a.claimed_until', '<=', now);

/**
 * Sign-ins that are over by now: their session has ended, in whatever way, or what they were allowed was revoked since `since`.
 * It follows from what is there, so none is lost with a process.
 */
async function findOver(
  db: Db,
  { now, since, most }: { now: number; since: number; most: number },
): Promise<Key[]> {
  const ended = await waiting(db, now).where('a.open_session_id', 'is', null).limit(most).execute();
  const revoked = await waiting(db, now)
    .innerJoin('app_grants as g', 'g.id', 'a.grant_id')
    .where('g.revoked_at', '>', since)
    .limit(most)
    .execute();
  return [...ended, ...revoked].slice(0, most);
}

/** Takes what is due. Of processes that take at once each gets other ones: one statement says whose it is. */
export async function claimEnds(
  db: Db,
  { now, until, ...which }: { now: number; until: number; since: number; most: number },
): Promise<ClaimedEnd[]> {
  const claimed: ClaimedEnd[] = [];
  for (const { session_id: sessionId, app_id: appId } of await findOver(db, { now, ...which })) {
    const row = await db
      .updateTable('app_sessions')
      .set((eb) => ({
        claimed_until: until,
        tries: eb('tries', '+', 1),
        over_at: eb.fn.coalesce('over_at', eb.val(now)),
      }))
      .where('session_id', '=', sessionId)
      .where('app_id', '=', appId)
      .where('told_at', 'is', null)
      .where('claimed_until', '<=', now)
      .returningAll()
      .executeTakeFirst();
    if (row) claimed.push({ ...row, over_at: row.over_at ?? now });
  }
  return claimed;
}

/** Notes that there is nothing more to tell. */
export function markTold(db: Db, end: ClaimedEnd, now: number): Promise<void> {
  return settle(db, end, { told_at: now });
}

/** Gives it back, to be tried again at `dueAt`. */
export function putOff(db: Db, end: ClaimedEnd, dueAt: number): Promise<void> {
  return settle(db, end, { due_at: dueAt, claimed_until: 0 });
}

/** Whoever was too slow has lost it to another, who counted a try more; and a new sign-in counts anew. */
async function settle(
  db: Db,
  { session_id: sessionId, app_id: appId, grant_id: grantId, tries }: ClaimedEnd,
  change: Partial<AppSessionsTable>,
): Promise<void> {
  await db
    .updateTable('app_sessions')
    .set(change)
    .where('session_id', '=', sessionId)
    .where('app_id', '=', appId)
    .where('grant_id', '=', grantId)
    .where('tries', '=', tries)
    .where('told_at', 'is', null)
    .execute();
}
