import { type CompiledQuery, sql } from 'kysely';
import { byBytes, rowsWithGrams } from '../../src/kit/db/index.ts';
import { gramsOf } from '../../src/kit/searchable.ts';
import {
  findPeople,
  type PeopleQuery,
  type Position,
  type SearchServices,
  type Sort,
} from '../../src/operate/search/index.ts';
import { planted, single } from './fill-people.ts';

type Place = NonNullable<Position['place']>;

export type Step = readonly [name: string, does: () => Promise<unknown>];

const limit = 50;

const asking =
  (services: SearchServices) =>
  (search: string, more: Partial<PeopleQuery> = {}) =>
  () =>
    findPeople(services, { search, sort: 'newest', limit, ...more });

/** What people search for, by the step that finds it. */
export function stepsOf(services: SearchServices): Readonly<Record<string, Step[1]>> {
  const ask = asking(services);
  const longAgo = 'before:1970-01-01T00:01:00Z';
  return {
    Exact: ask('019700000999'),
    Prefix: ask('ad'),
    Common: ask('hopper'),
    CommonByName: ask('hopper', { sort: 'username' }),
    CommonByLogin: ask('hopper', { sort: 'last-login' }),
    TwoLettersOfNobody: ask('zq'),
    Planted: ask(planted.word),
    One: ask(single),
    Nobody: ask('wvwvwvwv'),
    NobodyOfCommonParts: ask('uni.example.com'),
    Locked: ask('is:locked'),
    Unconfirmed: ask('is:unconfirmed'),
    WithTotp: ask('has:totp'),
    WithoutFactor: ask('has:no-factor'),
    FromNetwork: ask('address:10.0.0.0/8'),
    FromOneAddress: ask('address:10.1.1.1'),
    FromNowhere: ask('address:192.0.2.0/24'),
    CommonSinceLong: ask(`hopper ${longAgo}`),
    SinceLongByName: ask(longAgo, { sort: 'username' }),
  };
}

/** The first page of each list, the second, and one in the middle, which is page 10,000 where there are a million people. */
export async function pagesOf(services: SearchServices, size: number): Promise<Step[][]> {
  const ask = asking(services);
  const lists = { newest: '', username: 'Names', 'last-login': 'Logins' } as const;
  const before = Math.min(9999 * limit, size / 2);
  const total = { value: size, kind: 'about' } as const;
  const groups: Step[][] = [];
  for (const [sort, name] of Object.entries(lists) as [keyof typeof lists, string][]) {
    const page = async (skipped: number) => {
      const place = await placeAfter(services, sort, skipped);
      return ask('', { sort, after: { place, total } });
    };
    groups.push([
      [`${name}Page1`, ask('', { sort })],
      [`${name}Page2`, await page(limit)],
      [`${name}Page10000`, await page(before)],
    ]);
  }
  return groups;
}

/** Where somebody stands who has so many people before them. */
async function placeAfter({ db }: SearchServices, sort: Sort, skipped: number): Promise<Place> {
  const last = sql`limit 1 offset ${skipped - 1}`;
  const query =
    sort === 'newest'
      ? sql`select created_at as one, n as two from account_words order by created_at desc, n desc ${last}`
      : sort === 'username'
        ? sql`select username_key as one, null as two from accounts order by ${byBytes(db, 'username_key')} ${last}`
        : sql`select coalesce(last_login_at, 0) as one, id as two from accounts
            order by coalesce(last_login_at, 0) desc, ${byBytes(db, 'id')} desc ${last}`;
  const { rows } = await sql<{ one: string | number; two: string | number | null }>`${query}`.execute(db);
  return rows.flatMap(({ one, two }) => (two === null ? [one] : [one, two]));
}

/** The statements alone that the steps come down to. */
export function bareSteps({ db }: SearchServices): Readonly<Record<string, Step[1]>> {
  const bare = (query: ReturnType<typeof sql>) => {
    const compiled: CompiledQuery = query.compile(db);
    return () => db.executeQuery(compiled);
  };
  const gramsQuery = rowsWithGrams(db, 'account_words', {
    grams: gramsOf(planted.word).slice(0, 3),
    most: 5001,
  });
  return {
    BareExact: bare(sql`select id from accounts where username_key = 'ada'`),
    BareNewest: bare(
      sql`select account_id from (select account_id, words, created_at, n from account_words
        order by created_at desc, n desc limit 20000) newest where words like '%hopper%' limit 50`,
    ),
    BarePlanted: bare(
      sql`select account_id from account_words where n in ${gramsQuery} and words like ${`%${planted.word}%`}`,
    ),
    BarePage: bare(sql`select account_id from account_words order by created_at desc, n desc limit 51`),
  };
}
