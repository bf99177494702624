import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompiledQuery, sql } from 'kysely';
import { loadConfig } from '../../src/config/index.ts';
import { type Database, type DatabaseLocation, rowsWithGrams } from '../../src/kit/db/index.ts';
import { gramsOf } from '../../src/kit/searchable.ts';
import { findPeople, type PeopleQuery, type SearchServices } from '../../src/operate/search/index.ts';
import { openPeople, planted, single } from './fill-people.ts';
import { inFolder, withPostgres } from './places.ts';
import type { Numbers } from './proof.ts';

/** How often each search is asked. */
const rounds = 200;

type Say = (line: string) => void;

/** What each step takes among so many people, on both databases, in milliseconds of processor time. */
export async function measureSearch(size: number, say: Say): Promise<Numbers> {
  return { ...(await onSqlite(size, say)), ...(await onPostgres(size, say)) };
}

const onSqlite = (size: number, say: Say): Promise<Numbers> =>
  inFolder((folder) =>
    measure({ file: join(folder, 'latchkey.sqlite') }, { size, say, name: 'sqlite' }, async () => {
      return () => {
        const { user, system } = process.threadCpuUsage();
        return (user + system) / 1000;
      };
    }),
  );

const onPostgres = (size: number, say: Say): Promise<Numbers> =>
  withPostgres((url) =>
    measure({ url, poolSize: 1, isPatient: true }, { size, say, name: 'postgres' }, async ({ db }) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      return () => timeOf(rows[0]?.pid ?? 0);
    }),
  );

/** Milliseconds of processor time that a process has taken, in steps of ten. */
function timeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

interface Measuring {
  readonly size: number;
  readonly name: 'sqlite' | 'postgres';
  say(line: string): void;
}

async function measure(
  location: DatabaseLocation,
  { size, name, say }: Measuring,
  clockOf: (database: Database) => Promise<() => number>,
): Promise<Numbers> {
  const begin = performance.now();
  const database = await openPeople(location, size);
  try {
    const { config } = await loadConfig({ mode: 'development', env: {} });
    const services = { db: database.db, config, clock: Date.now };
    say(`${name}: indexed ${size} people in ${Math.round((performance.now() - begin) / 1000)} s`);
    const clock = await clockOf(database);
    const numbers: Record<string, number> = {};
    for (const [step, does] of Object.entries({ ...stepsOf(services, size), ...bareSteps(services) })) {
      const { mean, p99 } = await timesOf(does, clock);
      numbers[`${name}${step}MeanMs`] = round(mean);
      if (name === 'sqlite') numbers[`${name}${step}P99Ms`] = round(p99);
    }
    return numbers;
  } finally {
    await database.close();
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** The first ones warm up. */
async function timesOf(does: () => Promise<unknown>, clock: () => number) {
  for (let round = 0; round < 5; round++) await does();
  const times: number[] = [];
  const begin = clock();
  for (let round = 0; round < rounds; round++) {
    const before = clock();
    await does();
    times.push(clock() - before);
  }
  const mean = (clock() - begin) / rounds;
  return { mean, p99: times.sort((one, other) => one - other)[Math.floor(rounds * 0.99)] ?? 0 };
}

type Steps = Readonly<Record<string, () => Promise<unknown>>>;

/** What people search for, by the step that finds it. */
function stepsOf(services: SearchServices, size: number): Steps {
  const ask =
    (search: string, more: Partial<PeopleQuery> = {}) =>
    () =>
      findPeople(services, { search, sort: 'newest', limit: 50, ...more });
  const total = { value: size, kind: 'about' } as const;
  // Page 10,000 has half of the people before it, where there are a million.
  const middle = Math.floor(size / 2);
  const name = 'edsger.m';
  return {
    Exact: ask(`0197${String(middle).padStart(8, '0')}`),
    Prefix: ask('ad'),
    Common: ask('hopper'),
    CommonByName: ask('hopper', { sort: 'username' }),
    TwoLettersOfNobody: ask('zq'),
    Planted: ask(planted.word),
    One: ask(single),
    Nobody: ask('wvwvwvwv'),
    NobodyOfCommonParts: ask('uni.example.com'),
    Locked: ask('is:locked'),
    WithoutFactor: ask('has:no-factor'),
    CommonSinceLong: ask(`hopper before:1970-01-01T00:01:00Z`),
    Page1: ask(''),
    Page10000: ask('', { after: { place: [middle, middle], total } }),
    NamesPage1: ask('', { sort: 'username', after: { place: ['ada'], total } }),
    NamesPage10000: ask('', { sort: 'username', after: { place: [name], total } }),
  };
}

/** The statements alone that the steps come down to. */
function bareSteps({ db }: SearchServices): Steps {
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
