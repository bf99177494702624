import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { loadConfig } from '../../src/config/index.ts';
import { type Database, type DatabaseLocation, openDatabase } from '../../src/kit/db/index.ts';
import { openPeople } from './fill-people.ts';
import { inFolder, withPostgres } from './places.ts';
import type { Numbers } from './proof.ts';
import { bareSteps, pagesOf, type Step, stepsOf } from './search-steps.ts';

export interface Measuring {
  /** How often each search is asked. */
  readonly rounds: number;
  /** A folder that keeps the databases: files, and what a server holds whose URL is in its file `postgres-url`. */
  readonly keep?: string | undefined;
  say(line: string): void;
}

/** What each step takes among so many people, on both databases, in milliseconds of processor time. */
export async function measureSearch(size: number, measuring: Measuring): Promise<Numbers> {
  return { ...(await onSqlite(size, measuring)), ...(await onPostgres(size, measuring)) };
}

function onSqlite(size: number, measuring: Measuring): Promise<Numbers> {
  const within = (folder: string) =>
    measure(
      { file: join(folder, `people-${size}.sqlite`) },
      { ...measuring, size, name: 'sqlite' },
      async () => {
        return () => {
          const { user, system } = process.threadCpuUsage();
          return (user + system) / 1000;
        };
      },
    );
  return measuring.keep === undefined ? inFolder(within) : within(measuring.keep);
}

async function onPostgres(size: number, measuring: Measuring): Promise<Numbers> {
  const at = (url: string) =>
    measure(
      { url, poolSize: 1, isPatient: true },
      { ...measuring, size, name: 'postgres' },
      async ({ db }) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
        return () => timeOf(rows[0]?.pid ?? 0);
      },
    );
  if (measuring.keep === undefined) return withPostgres(at);
  const url = new URL(readFileSync(join(measuring.keep, 'postgres-url'), 'utf8').trim());
  const name = `people_${size}`;
  const server = openDatabase({ url: url.href, poolSize: 1 });
  const { rows } = await sql`select 1 from pg_database where datname = ${name}`.execute(server.db);
  if (rows.length === 0) await sql`create database ${sql.ref(name)} template template0`.execute(server.db);
  await server.close();
  url.pathname = `/${name}`;
  return at(url.href);
}

/** Milliseconds of processor time that a process has taken. */
const timeOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1_000_000;

async function measure(
  location: DatabaseLocation,
  { size, name, rounds, say }: Measuring & { readonly size: number; readonly name: 'sqlite' | 'postgres' },
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
    const single = Object.entries({ ...stepsOf(services), ...bareSteps(services) });
    for (const steps of [...single.map((one) => [one]), ...(await pagesOf(services, size))]) {
      for (const [step, { mean, p99 }] of await timesOf(steps, { clock, rounds })) {
        say(`${name} ${step}: ${round(mean)} ms, p99 ${round(p99)} ms`);
        numbers[`${name}${step}MeanMs`] = round(mean);
        if (name === 'sqlite') numbers[`${name}${step}P99Ms`] = round(p99);
      }
    }
    return numbers;
  } finally {
    await database.close();
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** What each of some steps takes, in turns: what else the machine does is alike for all. The first rounds warm up. */
async function timesOf(
  steps: readonly Step[],
  { clock, rounds }: { clock(): number; readonly rounds: number },
) {
  const times = new Map(steps.map(([name]) => [name, [] as number[]]));
  for (let round = -5; round < rounds; round++) {
    for (const [name, does] of steps) {
      const before = clock();
      await does();
      if (round >= 0) times.get(name)?.push(clock() - before);
    }
  }
  return [...times].map(([name, taken]) => {
    const mean = taken.reduce((sum, one) => sum + one, 0) / rounds;
    const p99 = taken.sort((one, other) => one - other)[Math.floor(rounds * 0.99)] ?? 0;
    return [name, { mean, p99 }] as const;
  });
}
