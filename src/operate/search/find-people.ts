import { sql } from 'kysely';
import { type Db, isAmong } from '../../kit/db/index.ts';
import { estimatePeople, findSample } from '../../people/search/index.ts';
import type { Condition } from './condition.ts';
import { readOperators, type SearchServices } from './operators.ts';
import { findWindowEnd, isByAge, type Listing, listFitting, type Place, type Sort } from './order.ts';
import { parseSearch } from './parse.ts';
import { findByPrefix, findNamedExactly } from './pins.ts';
import { isOpen, rangeCondition, takeRange, within } from './range.ts';
import { wordsCondition } from './words-condition.ts';

export interface Total {
  readonly value: number;
  readonly kind: 'exact' | 'at-least' | 'about';
}

/** Where a page ended: at somebody who was named exactly, or at a place in the order of the list. */
export interface Position {
  readonly pin?: string;
  readonly place?: Place;
  /** As the first page said. */
  readonly total: Total;
}

export interface PeopleQuery {
  readonly search: string;
  readonly sort: Sort;
  readonly limit: number;
  readonly after?: Position | undefined;
}

export interface PeoplePage {
  readonly ids: readonly string[];
  readonly next: Position | null;
  readonly total: Total;
}

const nobody: PeoplePage = { ids: [], next: null, total: { value: 0, kind: 'exact' } };

/** So many people are looked at for one page: by their words alone in the order of age, or by more. */
const windows = { cheap: 10_000, dear: 2000 };

/** A list that says how many it has counts no further. */
const countedTo = 10_000;

/**
 * A page of people, whatever the size of the table in bounded work. Whom the search names comes first: exactly, or by how
 * a name begins where many match. The others follow in the order of `sort`: all of them where an index says that at most
 * 5,000 may match, and else those among the next 2,000 or 10,000 people of the list, so a page can be short and not the last.
 * Throws `unknown-operator`.
 */
export async function findPeople(services: SearchServices, query: PeopleQuery): Promise<PeoplePage> {
  const { db } = services;
  const parsed = parseSearch(query.search);
  if (!parsed) return nobody;
  const { text, terms } = parsed;
  const { range, others } = takeRange(parsed.operators);
  const operators = readOperators(services, others);
  const isCut = isByAge(query.sort) || isOpen(range);
  const asked = [...operators, ...(isCut ? [] : [rangeCondition(db, range)])];
  const words = terms.length > 0 ? [wordsCondition(db, terms)] : [];
  const conditions = [...asked, ...words];
  const ids = await narrow(conditions);
  const window = isByAge(query.sort) && asked.length === 0 ? windows.cheap : windows.dear;
  const listing = { db, sort: query.sort, range: isCut ? range : {}, window };
  const pins = text === '' ? [] : await findPins(listing, { text, asked, words, isWide: ids === undefined });
  return page({ ...listing, ids }, { conditions, pins, query });
}

/** The people that may match, where the index of a condition knows that they are few. */
async function narrow(conditions: readonly Condition[]): Promise<readonly string[] | undefined> {
  for (const { find } of conditions) {
    const ids = await find?.();
    if (ids) return ids;
  }
  return undefined;
}

interface Pinning {
  readonly text: string;
  readonly asked: readonly Condition[];
  readonly words: readonly Condition[];
  readonly isWide: boolean;
}

/**
 * Whom a text names and the operators allow. By the beginning only whoever also has its words: the keys of names leave out
 * what can't be seen, and a text of nothing else would begin everybody's.
 */
async function findPins(listing: Listing, { text, asked, words, isWide }: Pinning): Promise<string[]> {
  const { db } = listing;
  const exact = await findNamedExactly(db, text);
  const named = [...new Set([...exact, ...(isWide ? await findByPrefix(db, text) : [])])];
  if (named.length === 0) return [];
  const fits = words.map(({ test }) => sql<boolean>`(${isAmong(db, 'p.account_id', exact)} or ${test})`);
  const tests = [...asked.map(({ test }) => test), ...fits];
  const { found } = await listFitting(
    { ...listing, ids: named },
    { tests, limit: named.length, isCounted: false },
  );
  const fitting = new Set(found.map(({ id }) => id));
  return named.filter((id) => fitting.has(id));
}

interface Paging {
  readonly conditions: readonly Condition[];
  readonly pins: readonly string[];
  readonly query: PeopleQuery;
}

async function page(
  all: Listing,
  { conditions, pins, query: { limit, after } }: Paging,
): Promise<PeoplePage> {
  const skipped = after?.place ? pins.length : after?.pin === undefined ? 0 : pins.indexOf(after.pin) + 1;
  const named = pins.slice(skipped, skipped + limit);
  const listing = { ...all, after: after?.place };
  const tests = [
    ...conditions.map(({ test }) => test),
    ...(pins.length > 0 ? [sql<boolean>`not (${isAmong(all.db, 'p.account_id', pins)})`] : []),
  ];
  const wanted = limit - named.length;
  const isPlain = tests.length === 0;
  const isCounted = after === undefined && !isPlain;
  const { found, count } = await listFitting(listing, { tests, limit: wanted + 1, isCounted });
  const hasMore = found.length > wanted;
  const end = all.ids || isPlain || (hasMore && !isCounted) ? undefined : await findWindowEnd(listing);
  const counted = { value: count + pins.length, kind: end ? 'at-least' : 'exact' } as const;
  const total = after?.total ?? (isPlain ? await totalOf(listing) : counted);
  const listed = found.slice(0, wanted);
  const place = hasMore ? listed.at(-1)?.place : end;
  const pin = named.at(-1);
  const isUnfinished = hasMore || skipped + named.length < pins.length;
  const next = place ? { place, total } : isUnfinished && pin !== undefined ? { pin, total } : null;
  return { ids: [...named, ...listed.map(({ id }) => id)], next, total };
}

/** Of a list without conditions. */
async function totalOf(listing: Listing): Promise<Total> {
  const counted = await countAll(listing);
  if (counted <= countedTo) return { value: counted, kind: 'exact' };
  if (!isOpen(listing.range)) return { value: countedTo, kind: 'at-least' };
  return { value: await estimateAll(listing.db), kind: 'about' };
}

const estimateAll = async (db: Db) => Math.max(countedTo, await estimatePeople(db, await findSample(db)));

async function countAll({ db, range }: Listing): Promise<number> {
  const counted = db
    .selectFrom('account_words')
    .select('n')
    .where(({ and }) => and(within(sql.ref('created_at'), range)))
    .limit(countedTo + 1);
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${counted} counted`.execute(db);
  return rows[0]?.count ?? 0;
}
