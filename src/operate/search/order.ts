import { type RawBuilder, sql } from 'kysely';
import { byBytes, type Db, isAmong } from '../../kit/db/index.ts';
import { type Range, within } from './range.ts';

export const sorts = ['newest', 'oldest', 'username', 'last-login'] as const;

export type Sort = (typeof sorts)[number];

/** Where somebody stands in an order: the values of its columns. */
export type Place = readonly (string | number)[];

/** How a list is sorted: always by an index, whose last column tells any two people apart. */
interface Order {
  readonly table: 'account_words' | 'accounts';
  /** The id of the account in this table. */
  readonly id: string;
  /** What people are found by, said of `p`, the person that the list looks at. */
  readonly words: RawBuilder<unknown>;
  readonly columns: readonly RawBuilder<unknown>[];
  readonly isDescending: boolean;
  /** Where a column is computed, SQLite seeks the start of a page by one column at a time. */
  readonly isComputed?: true;
}

const ofAccounts = {
  table: 'accounts',
  id: 'id',
  words: sql`(select words from account_words where account_id = accounts.id)`,
} as const;

const byAge = {
  table: 'account_words',
  id: 'account_id',
  words: sql.ref('words'),
  columns: [sql.ref('created_at'), sql.ref('n')],
} as const;

export const isByAge = (sort: Sort): boolean => sort === 'newest' || sort === 'oldest';

const orderOf = (db: Db, sort: Sort): Order => {
  if (sort === 'newest') return { ...byAge, isDescending: true };
  if (sort === 'oldest') return { ...byAge, isDescending: false };
  if (sort === 'username')
    return { ...ofAccounts, columns: [byBytes(db, 'username_key')], isDescending: false };
  const columns = [sql`coalesce(last_login_at, 0)`, byBytes(db, 'id')];
  return { ...ofAccounts, columns, isDescending: true, isComputed: true };
};

export interface Listing {
  readonly db: Db;
  readonly sort: Sort;
  /** Who is looked at; of an order of age alone, whose index it cuts. */
  readonly range: Range;
  /** Only these; all when left out. */
  readonly ids?: readonly string[] | undefined;
  /** Only whoever comes after this place. */
  readonly after?: Place | undefined;
  /** So many are looked at for one page, at most; all where `ids` says who. */
  readonly window: number;
}

interface Found {
  readonly id: string;
  readonly place: Place;
}

const and = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;

interface Part {
  /** With what conditions ask of people; else their places alone. */
  readonly isWhole: boolean;
  readonly count?: number;
  readonly skipped?: number;
}

/** So many of the people of a listing, in its order. */
function people(
  listing: Listing,
  { isWhole, count = listing.window, skipped = 0 }: Part,
): RawBuilder<unknown> {
  const { db, sort, range, ids, after } = listing;
  const order = orderOf(db, sort);
  const { table, id, words, columns, isDescending } = order;
  const wanted = [...(ids ? [isAmong(db, id, ids)] : []), ...within(sql.ref('created_at'), range)];
  const places = sql.join(columns.map((column, at) => sql`${column} as ${sql.ref(`k${at}`)}`));
  const whole = sql`${sql.ref(id)} as account_id, created_at, ${words} as words, `;
  const some = (more: readonly RawBuilder<unknown>[], limit: RawBuilder<unknown>) =>
    sql`(select ${isWhole ? whole : sql``}${places} from ${sql.table(table)} ${and([...wanted, ...more])}
      order by ${sorted(columns, isDescending)} ${ids ? sql`` : limit})`;
  const limit = sql`limit ${count}${skipped === 0 ? sql`` : sql` offset ${skipped}`}`;
  const starts = after ? startsAfter(order, after) : [[]];
  if (starts.length === 1) return some(starts[0] ?? [], limit);
  const parts = starts.map((start) => sql`select * from ${some(start, sql`limit ${skipped + count}`)} part`);
  const keys = columns.map((_, at) => sql.ref(`k${at}`));
  return sql`(select * from (${sql.join(parts, sql` union all `)}) parts
    order by ${sorted(keys, isDescending)} ${ids ? sql`` : limit})`;
}

/** What holds for whoever comes after a place: one of these, each of which an index finds. */
function startsAfter({ columns, isDescending, isComputed }: Order, after: Place): RawBuilder<unknown>[][] {
  const beyond = isDescending ? sql`<` : sql`>`;
  if (!isComputed) return [[sql`(${sql.join(columns)}) ${beyond} (${sql.join(after)})`]];
  return columns.map((column, at) => [
    ...columns.slice(0, at).map((before, place) => sql`${before} = ${after[place]}`),
    sql`${column} ${beyond} ${after[at]}`,
  ]);
}

const sorted = (columns: readonly RawBuilder<unknown>[], isDescending: boolean): RawBuilder<unknown> =>
  sql.join(columns.map((column) => (isDescending ? sql`${column} desc` : column)));

const keysOf = (columns: readonly unknown[]) => columns.map((_, at) => sql.ref(`p.k${at}`));

interface Fitting {
  readonly tests: readonly RawBuilder<boolean>[];
  readonly limit: number;
  /** Whether to count all that fit among those that are looked at. */
  readonly isCounted: boolean;
}

/** The first `limit` of those people of a listing that fit all tests, and how many fit. */
export async function listFitting(
  listing: Listing,
  { tests, limit, isCounted }: Fitting,
): Promise<{ found: Found[]; count: number }> {
  const { columns, isDescending } = orderOf(listing.db, listing.sort);
  const keys = keysOf(columns);
  const looked = tests.length === 0 && !isCounted ? { isWhole: true, count: limit } : { isWhole: true };
  const { rows } = await sql<Row>`
    select p.account_id, ${sql.join(keys)}, ${isCounted ? sql`count(*) over ()` : sql`0`} as fitting
    from ${people(listing, looked)} p ${and(tests)} order by ${sorted(keys, isDescending)} limit ${limit}`.execute(
    listing.db,
  );
  const found = rows.map((row) => ({ id: String(row.account_id), place: placeIn(row, columns) }));
  return { found, count: Number(rows[0]?.fitting ?? 0) };
}

type Row = Readonly<Record<string, string | number>>;

const placeIn = (row: Row, columns: readonly unknown[]): Place => columns.map((_, at) => row[`k${at}`] ?? '');

/** Where the people end that are looked at for one page; undefined where the whole listing ends before. */
export async function findWindowEnd(listing: Listing): Promise<Place | undefined> {
  const { columns } = orderOf(listing.db, listing.sort);
  const last = { isWhole: false, count: 1, skipped: listing.window - 1 };
  const { rows } = await sql<Row>`select * from ${people(listing, last)} p`.execute(listing.db);
  return rows[0] && placeIn(rows[0], columns);
}
