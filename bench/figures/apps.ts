import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '../../test/support/postgres.ts';
import { type Apps, addApps, benchKey } from '../apps.ts';
import { type ClosedLoad, measureClosedLoad } from '../load/closed.ts';
import { fillPostgres, fillSqlite } from '../people.ts';
import { type Running, runLimit, startLatchkey } from '../processes.ts';
import { processorTimeOf } from '../processor-time.ts';
import { authorizeRequest, formRequest, signIn, type Tokens, userinfoRequest } from './app-requests.ts';
import { type Effort, type Figure, figure, warmUpIn } from './figure.ts';
import { randomSessionChecks } from './requests.ts';

const accounts = 10_000;

/** People who are signed in to the app; more than requests at once. */
const signedIn = 64;

const algs = ['RS256', 'ES256'] as const;

type Alg = (typeof algs)[number];
type Load = Pick<ClosedLoad, 'nextRequest' | 'expects' | 'learn'>;

interface Request {
  readonly name: string;
  readonly atMost: number;
  /** The signature in its answer, which is taken off. */
  readonly signs?: Alg;
  load(apps: Apps, people: readonly Tokens[]): Load;
}

/** What apps ask for, and how many session checks the processor time of each may be. */
const requests: readonly Request[] = [
  {
    name: 'client credentials',
    atMost: 2,
    load: ({ machine }) => always(formRequest(machine, '/oauth/token', { grant_type: 'client_credentials' })),
  },
  {
    name: 'client credentials, signed',
    atMost: 2,
    signs: 'ES256',
    load: ({ machine, resource }) =>
      always(
        formRequest(machine, '/oauth/token', {
          ...{ grant_type: 'client_credentials', resource, scope: 'read' },
        }),
      ),
  },
  {
    name: 'introspection',
    atMost: 3,
    load: ({ web }, people) =>
      inTurn(people.map(({ access }) => formRequest(web, '/oauth/introspect', { token: access }))),
  },
  { name: 'userinfo', atMost: 3.5, load: (_apps, people) => inTurn(people.map(userinfoRequest)) },
  {
    name: 'silent authorization',
    atMost: 5,
    load: (apps, people) => ({
      ...inTurn(people.map((_tokens, person) => authorizeRequest(apps, person))),
      expects: 303,
    }),
  },
  { name: 'refresh', atMost: 5, signs: 'RS256', load: ({ web }, people) => refreshes(web, people) },
];

const always = (request: Buffer): Load => ({ nextRequest: () => request });

function inTurn(all: readonly Buffer[]): Load {
  let next = 0;
  return { nextRequest: () => all[next++ % all.length] ?? Buffer.alloc(0) };
}

/** Each refresh token is good for one request, whose answer has the next. */
function refreshes(web: Apps['web'], people: readonly Tokens[]): Load {
  const tokens = people.map(({ refresh }) => refresh);
  return {
    nextRequest: () =>
      formRequest(web, '/oauth/token', {
        ...{ grant_type: 'refresh_token', refresh_token: tokens.shift() ?? '' },
      }),
    learn: (answer) => tokens.push(/"refresh_token":"([^"]+)"/.exec(answer.toString('latin1'))?.[1] ?? ''),
  };
}

interface Subject {
  readonly database: string;
  readonly server: Running;
  readonly loads: ReadonlyMap<string, Load>;
}

/** What the requests of apps take of the processor, beside a session check of the same server; on both databases. */
export async function measureApps(effort: Effort, folder: string): Promise<Figure[]> {
  const postgres = await startPostgres();
  try {
    const subjects = [await onSqlite(folder), await onPostgres(folder, postgres.url)];
    const rounds: Round[] = [];
    while (rounds.length < effort.rounds) rounds.push(await measureRound(effort, subjects, rounds.length));
    await Promise.all(subjects.map(({ server }) => server.stop()));
    return [...algs.map((alg) => signatureFigure(alg, rounds)), ...subjects.flatMap(figuresOf(rounds))];
  } finally {
    await postgres.stop();
  }
}

async function onSqlite(folder: string): Promise<Subject> {
  const file = join(folder, 'latchkey.sqlite');
  await fillSqlite(file, accounts);
  const apps = await addApps({ file });
  return subjectOf('SQLite', await startLatchkey(folder, { LATCHKEY_SECRET_KEY: benchKey }), apps);
}

async function onPostgres(folder: string, url: string): Promise<Subject> {
  await fillPostgres(url, accounts);
  const apps = await addApps({ url, poolSize: 2 });
  const settings = { LATCHKEY_DATABASE_URL: url, LATCHKEY_SECRET_KEY: benchKey };
  const dataDir = join(folder, 'postgres');
  await mkdir(dataDir);
  return subjectOf('PostgreSQL', await startLatchkey(dataDir, settings), apps);
}

async function subjectOf(database: string, server: Running, apps: Apps): Promise<Subject> {
  const people: Tokens[] = [];
  for (let person = 0; person < signedIn; person++) people.push(await signIn(server.port, apps, person));
  const loads = new Map<string, Load>([[check, { nextRequest: randomSessionChecks(accounts) }]]);
  for (const { name, load } of requests) loads.set(name, load(apps, people));
  return { database, server, loads };
}

const check = 'GET /api/session';

/** What each thing took in one round, in µs, by a name of it. */
type Round = ReadonlyMap<string, number>;

const ofSignature = (library: 'jose' | 'node', alg: Alg) => `${library} ${alg}`;
const ofRequest = (database: string, request: string) => `${database} ${request}`;

async function measureRound(
  { seconds, warmUpRequests }: Effort,
  subjects: readonly Subject[],
  number: number,
): Promise<Round> {
  const round = new Map<string, number>();
  for (const alg of algs) {
    for (const library of ['jose', 'node'] as const) {
      const settings = { ALG: alg, LIBRARY: library, SECONDS: String(seconds / 4) };
      round.set(ofSignature(library, alg), await runLimit('signature', settings));
    }
  }
  for (const { database, server, loads } of subjects) {
    for (const [name, load] of loads) {
      const { microsEach } = await measureClosedLoad(
        {
          ...{ port: server.port, connections: 16, seconds },
          ...{ warmUpRequests: warmUpIn(number, warmUpRequests), ...load },
        },
        { server: () => processorTimeOf(server.pid) },
      );
      round.set(ofRequest(database, name), microsEach.server);
    }
  }
  return round;
}

function signatureFigure(alg: Alg, rounds: readonly Round[]): Figure {
  const name = `${alg === 'RS256' ? 'RS256-3072' : alg} signature by jose`;
  return figure(
    { name, unit: 'µs', limitName: 'by node:crypto', target: null },
    rounds.map((round) => ({
      measured: round.get(ofSignature('jose', alg)) ?? Number.NaN,
      limit: round.get(ofSignature('node', alg)) ?? Number.NaN,
    })),
  );
}

/** Less the signature, where there is one: that of the library, which is measured beside. */
function figuresOf(rounds: readonly Round[]): (subject: Subject) => Figure[] {
  return ({ database }) =>
    requests.map(({ name, atMost, signs }) =>
      figure(
        {
          name: `${name}${signs ? ` less its ${signs}` : ''}, ${database}`,
          ...{ unit: 'µs', limitName: check, target: { atMost } },
        },
        rounds.map((round) => ({
          measured:
            (round.get(ofRequest(database, name)) ?? Number.NaN) -
            (signs ? (round.get(ofSignature('jose', signs)) ?? Number.NaN) : 0),
          limit: round.get(ofRequest(database, check)) ?? Number.NaN,
        })),
      ),
    );
}
