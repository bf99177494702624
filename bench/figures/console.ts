import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '../../test/support/postgres.ts';
import { benchKey } from '../apps.ts';
import { fillConsole, liveThrough, type Watched } from '../console-people.ts';
import { measureClosedLoad, type Spent } from '../load/closed.ts';
import { type Running, startLatchkey, startLimit } from '../processes.ts';
import { postgresClock, processorTimeOf } from '../processor-time.ts';
import { ask, lengthOf, requestFor } from './console-requests.ts';
import { type Effort, type Figure, figure } from './figure.ts';

/** In milliseconds of processor time. */
const mostOfPerson = 10;

/** How much more the page in the middle of a list may take than the first one. */
const mostOfLatePage = 1.2;

/** What a request takes on average, in milliseconds of processor time. */
interface Cost {
  readonly server: number;
  /** In PostgreSQL, for the server's queries. */
  readonly database: number;
}

interface Subject {
  readonly name: string;
  /** Whether the database is a program of its own. */
  readonly isApart: boolean;
  readonly watched: Watched;
  readonly server: Running;
  readonly bare: Running;
  readonly database: Spent;
  stop(): Promise<void>;
}

/** What the console takes of the processor for a page of one person and of all, on both databases, one after the other. */
export async function measureConsole(effort: Effort, folder: string): Promise<Figure[]> {
  const onSqlite = await openSqlite(effort, folder);
  const figures = await measure(effort, onSqlite);
  await onSqlite.stop();
  const onPostgres = await openPostgres(effort, folder);
  figures.push(...(await measure(effort, onPostgres)));
  await onPostgres.stop();
  return figures;
}

async function openSqlite({ manyAccounts }: Effort, folder: string): Promise<Subject> {
  const file = join(folder, 'latchkey.sqlite');
  const watched = await fillConsole({ file }, manyAccounts);
  const server = await startLatchkey(folder, { LATCHKEY_SECRET_KEY: benchKey });
  const bare = await startLimit('console', { DATABASE: file });
  const stop = async () => void (await Promise.all([server.stop(), bare.stop()]));
  return { name: 'SQLite', isApart: false, watched, server, bare, database: async () => 0, stop };
}

async function openPostgres({ manyAccounts }: Effort, folder: string): Promise<Subject> {
  const postgres = await startPostgres();
  const { url } = postgres;
  const watched = await fillConsole({ url, poolSize: 1, isPatient: true }, manyAccounts);
  const dataDir = join(folder, 'postgres');
  await mkdir(dataDir);
  const settings = { LATCHKEY_DATABASE_URL: url, LATCHKEY_SECRET_KEY: benchKey };
  const server = await startLatchkey(dataDir, settings);
  const bare = await startLimit('console', { DATABASE: url });
  const clock = await postgresClock(url);
  const stop = async () => {
    await Promise.all([server.stop(), bare.stop(), clock.close()]);
    await postgres.stop();
  };
  return { name: 'PostgreSQL', isApart: true, watched, server, bare, database: clock.spent, stop };
}

/** Requests that come in turn, to the server or to the bare one. */
interface Load {
  readonly name: string;
  readonly of: Running;
  readonly paths: readonly string[];
}

/** Two loads side by side. */
interface Comparison {
  readonly name: string;
  readonly limit: string;
  readonly limitName: string;
  readonly judge?: 'measured';
  readonly target: Figure['target'];
}

const bare = 'bare node:http';

/** Pages of the console, and what gives a program the same. */
const forms = [
  { kind: 'page', base: '/admin/accounts' },
  { kind: 'API', base: '/api/admin/accounts' },
] as const;

const namesOf = (kind: string, page: number) => ({
  person: `one person, ${kind}`,
  first: `list of people, ${kind}`,
  later: `page ${page.toLocaleString('en')} of it, ${kind}`,
});

async function loadsOf({ server, bare: beside, watched }: Subject): Promise<Load[]> {
  const { people, middle } = watched;
  const loads: Load[] = [];
  for (const { kind, base } of forms) {
    const { person, first, later } = namesOf(kind, middle.page);
    const ours = people.map((id) => `${base}/${id}`);
    const bytes = await Promise.all(ours.map((path) => lengthOf(server, path)));
    loads.push(
      { name: person, of: server, paths: ours },
      { name: `${person} ${bare}`, of: beside, paths: people.map((id, at) => `/${id}/${bytes[at]}`) },
      { name: first, of: server, paths: [base] },
      { name: `${first} ${bare}`, of: beside, paths: [`/newest/${await lengthOf(server, base)}`] },
      { name: later, of: server, paths: [`${base}?cursor=${middle.cursor}`] },
    );
  }
  return loads;
}

function comparisonsOf({ watched: { middle } }: Subject): Comparison[] {
  return forms.flatMap(({ kind }): Comparison[] => {
    const { person, first, later } = namesOf(kind, middle.page);
    return [
      {
        ...{ name: person, limit: `${person} ${bare}`, limitName: bare },
        ...{ judge: 'measured', target: { atMost: mostOfPerson } },
      },
      { name: first, limit: `${first} ${bare}`, limitName: bare, target: null },
      { name: later, limit: first, limitName: 'page 1', target: { atMost: mostOfLatePage } },
    ];
  });
}

async function measure(effort: Effort, subject: Subject): Promise<Figure[]> {
  await prepare(subject);
  const loads = await loadsOf(subject);
  const rounds: ReadonlyMap<string, Cost>[] = [];
  while (rounds.length < effort.rounds) {
    const costs = new Map<string, Cost>();
    for (const load of loads) costs.set(load.name, await costOf(effort, subject, load));
    rounds.push(costs);
  }
  const at = `at ${effort.manyAccounts.toLocaleString('en')}`;
  const figuresOf = (of: keyof Cost, where: string) =>
    comparisonsOf(subject).map(({ name, limit, ...described }) =>
      figure(
        { ...described, name: `${name} ${at}, ${where}`, unit: 'ms' },
        rounds.map((round) => ({
          measured: round.get(name)?.[of] ?? Number.NaN,
          limit: round.get(limit)?.[of] ?? Number.NaN,
        })),
      ),
    );
  if (!subject.isApart) return figuresOf('server', subject.name);
  return [...figuresOf('server', subject.name), ...figuresOf('database', `in ${subject.name} itself`)];
}

async function prepare({ server, watched: { people } }: Subject): Promise<void> {
  for (const id of people) {
    const answer = await ask(server, `/api/admin/accounts/${id}`);
    const { username } = (await answer.json()) as { username: string };
    await liveThrough(server.port, username);
  }
}

async function costOf({ seconds }: Effort, { database }: Subject, load: Load): Promise<Cost> {
  const { of, paths } = load;
  const requests = paths.map(requestFor);
  let next = 0;
  const nextRequest = () => requests[next++ % requests.length] ?? Buffer.alloc(0);
  const { microsEach } = await measureClosedLoad(
    // One after the other, as an administrator asks.
    { port: of.port, connections: 1, seconds, warmUpSeconds: 1, nextRequest },
    { server: () => processorTimeOf(of.pid), database },
  );
  return { server: microsEach.server / 1000, database: microsEach.database / 1000 };
}
