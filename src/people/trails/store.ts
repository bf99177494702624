import { type Db, holdFreeRows, inPieces } from '../../kit/db/index.ts';
import { type KeysetPage, type Place, pageOf } from '../../kit/keyset.ts';
import { readStep, type TimedStep } from './steps.ts';
import type { TrailPartsTable } from './table.ts';
import type { Trail, TrailOutcome, TrailPart } from './trail.ts';

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

interface TrailQuery extends Place<string> {
  readonly accountId?: string | undefined;
  /** How an attempt stands: done for good, or else as its last part ended. */
  readonly outcome?: TrailOutcome | undefined;
}

/** Attempts with all their parts, and by which parts the pages beside this one are asked for. */
export interface TrailPage extends Omit<KeysetPage<Trail, string>, 'items'> {
  readonly trails: Trail[];
}

/** Attempts with all their parts; those that went on last come first. */
export async function listTrails(db: Db, query: Omit<TrailQuery, 'before' | 'after'>): Promise<Trail[]> {
  return (await pageOfTrails(db, query)).trails;
}

/**
 * The same a page at a time. An attempt lies where its newest part does, so one that goes on meanwhile belongs to the newest
 * again, and to no later page.
 */
export async function pageOfTrails(db: Db, query: TrailQuery): Promise<TrailPage> {
  const found: Part[] = [];
  const ends = new Map<string, End>();
  let from = query.after ?? query.before;
  for (let isLast = false; found.length <= query.limit && !isLast; ) {
    const rows = await partsFrom(db, query, from);
    await learnEnds(db, query, ends, rows);
    found.push(...rows.filter((row) => isWanted(query, row, ends.get(row.trail_id))));
    isLast = rows.length <= query.limit;
    from = rows.at(-1)?.id;
  }
  const { items, newer, older } = pageOf(found, query, ({ id }) => id);
  const ids = items.map((row) => row.trail_id);
  return { trails: await readTrails(db, ids), newer, older };
}

type Part = Pick<TrailPartsTable, 'id' | 'trail_id' | 'outcome'>;

/** What its parts make of an attempt: its newest one, and whether it's done for good. */
interface End {
  readonly newest: string;
  readonly isDone: boolean;
}

/** An attempt is met once for each of its parts, and listed by the newest. */
function isWanted({ outcome }: TrailQuery, row: Part, end: End | undefined): boolean {
  if (end?.newest !== row.id) return false;
  return outcome === undefined || outcome === (end.isDone ? 'done' : row.outcome);
}

function partsFrom(
  db: Db,
  { accountId, outcome, after, limit }: TrailQuery,
  from: string | undefined,
): Promise<Part[]> {
  const isUp = after !== undefined;
  let query = db
    .selectFrom('trail_parts')
    .select(['id', 'trail_id', 'outcome'])
    .orderBy('id', isUp ? 'asc' : 'desc')
    .limit(limit + 1);
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  // What is done may have parts after that; all else ends with the part that says how it stands.
  if (outcome !== undefined && outcome !== 'done') query = query.where('outcome', '=', outcome);
  if (from !== undefined) query = query.where('id', isUp ? '>' : '<', from);
  return query.execute();
}

/** Adds the ends of the attempts that these parts belong to; those that are known already aren't asked for again. */
async function learnEnds(
  db: Db,
  { accountId }: TrailQuery,
  ends: Map<string, End>,
  rows: readonly Part[],
): Promise<void> {
  const ids = [...new Set(rows.map((row) => row.trail_id))].filter((id) => !ends.has(id));
  if (ids.length === 0) return;
  let query = db
    .selectFrom('trail_parts')
    .select(({ fn, eb }) => [
      'trail_id',
      fn.max('id').as('newest'),
      fn.max(eb.case().when('outcome', '=', 'done').then(1).else(0).end()).as('done'),
    ])
    .where('trail_id', 'in', ids)
    .groupBy('trail_id');
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  for (const { trail_id, newest, done } of await query.execute())
    ends.set(trail_id, { newest, isDone: Number(done) === 1 });
}

/** So many of an account's newest parts are looked at for each attempt of a list in one query. */
const partsForEach = 30;

/**
 * The attempts of an account that went on last, in one query. Where attempts have very many parts, there are fewer than
 * `limit` and not all.
 */
export async function listLatestTrails(db: Db, accountId: string, limit: number): Promise<Trail[]> {
  const recent = db
    .selectFrom('trail_parts')
    .select(['trail_id', 'id'])
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(limit * partsForEach);
  const latest = db
    .selectFrom(recent.as('recent'))
    .select(({ fn }) => ['trail_id', fn.max('id').as('newest')])
    .groupBy('trail_id')
    .orderBy('newest', 'desc')
    .limit(limit);
  const rows = await db
    .selectFrom('trail_parts as p')
    .innerJoin(latest.as('l'), 'l.trail_id', 'p.trail_id')
    .selectAll('p')
    .orderBy('l.newest', 'desc')
    .orderBy('p.id')
    .execute();
  const byTrail = Map.groupBy(rows.map(toPart), ({ trailId }) => trailId);
  return [...byTrail].map(([id, parts]) => ({ id, parts }));
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

/** The ID of the part that ended last. */
export async function findNewestPart(db: Db): Promise<string | undefined> {
  const newest = db.selectFrom('trail_parts').select('id').orderBy('id', 'desc').limit(1);
  return (await newest.executeTakeFirst())?.id;
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
