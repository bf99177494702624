import { type RawBuilder, sql } from 'kysely';
import { byBytes, type Db, isAmong } from '../../kit/db/index.ts';

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

const orderOf = (db: Db, sort: Sort): Order => {
  if (sort === 'newest') return { ...byAge, isDescending: true };
  if (sort === 'oldest') return { ...byAge, isDescending: false };
  if (sort === 'username')
    return { ...ofAccounts, columns: [byBytes(db, 'username_key')], isDescending: false };
  const columns = [sql`coalesce(last_login_at, 0)`, byBytes(db, 'id')];
  return { ...ofAccounts, columns, isDescending: true };
};

export interface Listing {
  readonly db: Db;
  readonly sort: Sort;
  /** When those were made that are looked at, in Unix milliseconds. */
  readonly range: { readonly from?: number; readonly before?: number };
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

/** So many of the people of a listing, in its order: their places, and with `isWhole` what conditions ask of them. */
function people(
  { db, sort, range, ids, after, window }: Listing,
  { isWhole, count }: { readonly isWhole: boolean; readonly count?: number },
): RawBuilder<unknown> {
  const { table, id, words, columns, isDescending } = orderOf(db, sort);
  const created = sql.ref('created_at');
  const wanted = [
    ...(ids ? [isAmong(db, id, ids)] : []),
    ...(range.from === undefined ? [] : [sql`${created} >= ${range.from}`]),
    ...(range.before === undefined ? [] : [sql`${created} < ${range.before}`]),
    ...(after ? [sql`(${sql.join(columns)}) ${isDescending ? sql`<` : sql`>`} (${sql.join(after)})`] : []),
  ];
  const places = sql.join(columns.map((column, at) => sql`${column} as ${sql.ref(`k${at}`)}`));
  const whole = sql`${sql.ref(id)} as account_id, created_at, ${words} as words, `;
  const limit = ids ? sql`` : sql`limit ${count ?? window}`;
  return sql`(select ${isWhole ? whole : sql``}${places} from ${sql.table(table)} ${and(wanted)}
    order by ${sorted(columns, isDescending)} ${limit})`;
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
  const { columns, isDescending } = orderOf(listing.db, listing.sort);
  const keys = keysOf(columns);
  const { rows } = await sql<Row>`
    select ${sql.join(keys)}, count(*) over () as looked from ${people(listing, { isWhole: false })} p
    order by ${sorted(keys, !isDescending)} limit 1`.execute(listing.db);
  const [end] = rows;
  return end && Number(end.looked) === listing.window ? placeIn(end, columns) : undefined;
}
