import { liveThrough } from '../console-people.ts';
import { measureClosedLoad } from '../load/closed.ts';
import { Connection } from '../load/http-client.ts';
import type { Running } from '../processes.ts';
import { processorTimeOf } from '../processor-time.ts';
import { ask, lengthOf, requestFor } from './console-requests.ts';
import { openPostgres, openSqlite, type Subject } from './console-subjects.ts';
import { type Effort, type Figure, figure, warmUpIn } from './figure.ts';

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

/** What the console takes of the processor for a page of one person and of all, on both databases, one after the other. */
export async function measureConsole(effort: Effort, folder: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const open of [openSqlite, openPostgres]) {
    const subject = await open(effort, folder);
    try {
      figures.push(...(await measure(effort, subject)));
    } finally {
      await subject.stop();
    }
  }
  return figures;
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
  for (const load of loads) await warmUp(effort, load);
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

async function warmUp({ warmUpRequests }: Effort, { of, paths }: Load): Promise<void> {
  const connection = await Connection.open(of.port);
  for (let request = 0; request < warmUpRequests; request++) {
    await connection.ask(requestFor(paths[request % paths.length] ?? ''));
  }
  connection.close();
}

async function costOf(effort: Effort, { database }: Subject, load: Load): Promise<Cost> {
  const { of, paths } = load;
  const requests = paths.map(requestFor);
  let next = 0;
  const nextRequest = () => requests[next++ % requests.length] ?? Buffer.alloc(0);
  const { microsEach } = await measureClosedLoad(
    // One after the other, as an administrator asks.
    {
      port: of.port,
      connections: 1,
      seconds: effort.seconds,
      warmUpRequests: warmUpIn(1, effort.warmUpRequests),
      nextRequest,
    },
    { server: () => processorTimeOf(of.pid), database },
  );
  return { server: microsEach.server / 1000, database: microsEach.database / 1000 };
}
