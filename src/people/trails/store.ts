import { type Db, holdFreeRows, inPieces } from '../../kit/db/index.ts';
import { readStep, type TimedStep } from './steps.ts';
import type { TrailPartsTable } from './table.ts';
import type { Trail, TrailPart } from './trail.ts';

/** Writes many parts in one statement. */
export async function insertParts(db: Db, parts: readonly TrailPart[]): Promise<void> {
  await db.insertInto('trail_parts').values(parts.map(toRow)).execute();
}

/**
 * Gives the earlier parts of an attempt to the account that a later one has found, so that they go with it too.
 */
export async function claimEarlierParts(db: Db, trailId: string, accountId: string): Promise<void> {
  await db
    .updateTable('trail_parts')
    .set({ account_id: accountId })
    .where('trail_id', '=', trailId)
    .where('account_id', 'is', null)
    .execute();
}

/** `id` is `att_…`, as `readTrailId` gives it. */
export async function findTrail(db: Db, id: string): Promise<Trail | undefined> {
  const [trail] = await readTrails(db, [id]);
  return trail;
}

interface TrailQuery {
  readonly accountId?: string | undefined;
  /** Where a page before this one ended, as its `older` said; left out for the newest. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Attempts with all their parts, and where those before them begin; undefined when there are none. */
export interface TrailPage {
  readonly trails: Trail[];
  readonly older: string | undefined;
}

/** Attempts with all their parts; those that went on last come first. */
export async function listTrails(db: Db, query: Omit<TrailQuery, 'before'>): Promise<Trail[]> {
  return (await pageOfTrails(db, query)).trails;
}

/** The same a page at a time. An attempt that goes on meanwhile belongs to the newest again, and to no later page. */
export async function pageOfTrails(db: Db, { accountId, before, limit }: TrailQuery): Promise<TrailPage> {
  const newestPart = new Map<string, string>();
  for (let after = before, isLast = false; newestPart.size <= limit && !isLast; ) {
    const rows = await newestParts(db, { accountId, limit: limit + 1, after });
    const elsewhere = await onEarlierPages(db, { accountId, before, ids: rows.map((row) => row.trail_id) });
    for (const { id, trail_id } of rows)
      if (!newestPart.has(trail_id) && !elsewhere.has(trail_id)) newestPart.set(trail_id, id);
    isLast = rows.length <= limit;
    after = rows.at(-1)?.id;
  }
  const ids = [...newestPart.keys()].slice(0, limit);
  const older = newestPart.size > limit ? newestPart.get(ids.at(-1) ?? '') : undefined;
  return { trails: await readTrails(db, ids), older };
}

function newestParts(
  db: Db,
  { accountId, limit, after }: TrailQuery & { readonly after: string | undefined },
): Promise<Pick<TrailPartsTable, 'id' | 'trail_id'>[]> {
  let query = db.selectFrom('trail_parts').select(['id', 'trail_id']).orderBy('id', 'desc').limit(limit);
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  if (after !== undefined) query = query.where('id', '<', after);
  return query.execute();
}

async function onEarlierPages(
  db: Db,
  { accountId, before, ids }: Omit<TrailQuery, 'limit'> & { readonly ids: readonly string[] },
): Promise<Set<string>> {
  if (before === undefined || ids.length === 0) return new Set();
  let query = db.selectFrom('trail_parts').select('trail_id').distinct();
  query = query.where('trail_id', 'in', ids).where('id', '>=', before);
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  return new Set((await query.execute()).map((row) => row.trail_id));
}

/** In the order of `ids`; those that are not there are left out. */
async function readTrails(db: Db, ids: readonly string[]): Promise<Trail[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('trail_parts')
    .selectAll()
    .where('trail_id', 'in', ids)
    .orderBy('id')
    .execute();
  const byTrail = Map.groupBy(rows.map(toPart), ({ trailId }) => trailId);
  return ids.flatMap((id) => {
    const parts = byTrail.get(id);
    return parts ? [{ id, parts }] : [];
  });
}

/** The parts with an ID after `after`, the oldest first; of one account if one is given. */
export function listPartsAfter(
  db: Db,
  { accountId, after, limit }: { readonly accountId?: string | undefined; after: string; limit: number },
): Promise<Pick<TrailPartsTable, 'id' | 'trail_id'>[]> {
  let query = db.selectFrom('trail_parts').select(['id', 'trail_id']).orderBy('id').limit(limit);
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  return query.where('id', '>', after).execute();
}

/** How many parts to either side of one are looked at. */
const around = 300;

/** The parts that ended shortly before and after this one, whosever they are, and it. */
export async function partsAround(db: Db, id: string): Promise<TrailPart[]> {
  const parts = db.selectFrom('trail_parts').selectAll().limit(around);
  const before = await parts.where('id', '<=', id).orderBy('id', 'desc').execute();
  const after = await parts.where('id', '>', id).orderBy('id').execute();
  return [...before, ...after].map(toPart);
}

/** Removes parts that began before `time`, in Unix milliseconds. */
export async function deletePartsBefore(db: Db, time: number): Promise<void> {
  await deleteParts(db, partIds(db).where('at', '<', time));
}

/** Removes the oldest parts of more than `most`. */
export async function deletePartsBeyond(db: Db, most: number): Promise<void> {
  const newest = await db
    .selectFrom('trail_parts')
    .select('id')
    .orderBy('id', 'desc')
    .offset(most)
    .limit(1)
    .executeTakeFirst();
  if (!newest) return;
  await deleteParts(db, partIds(db).where('id', '<=', newest.id));
}

const partIds = (db: Db) => db.selectFrom('trail_parts').select('id');

function deleteParts(db: Db, old: ReturnType<typeof partIds>): Promise<void> {
  return inPieces((most) =>
    db
      .deleteFrom('trail_parts')
      .where('id', 'in', holdFreeRows(db, old.limit(most)))
      .executeTakeFirst(),
  );
}

/** More than sixty steps of the longest kind; a row that is larger loses its last steps. */
const mostBytes = 8192;

function toRow({ id, trailId, kind, accountId, at, outcome, steps }: TrailPart): TrailPartsTable {
  return {
    id,
    trail_id: trailId,
    kind,
    account_id: accountId,
    at,
    outcome,
    steps: boundedJson(steps),
  };
}

function boundedJson(steps: readonly TimedStep[]): string {
  const json = JSON.stringify(steps);
  if (json.length <= mostBytes) return json;
  const fewer = steps.slice(0, Math.floor(steps.length / 2));
  return boundedJson([...fewer, { code: 'steps-left-out', count: steps.length - fewer.length, ms: 0 }]);
}

function toPart(row: TrailPartsTable): TrailPart {
  const { id, trail_id, kind, account_id, at, outcome } = row;
  return { id, trailId: trail_id, kind, accountId: account_id, at, outcome, steps: readSteps(row.steps) };
}

/** A step that only a newer version knows is left out. */
function readSteps(json: string): TimedStep[] {
  const stored = JSON.parse(json) as { readonly ms?: unknown }[];
  return stored.flatMap((one) => {
    const step = readStep(one);
    return step ? [{ ...step, ms: Number(one.ms) }] : [];
  });
}
