import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installApart } from '../../scripts/check/install-apart.ts';
import { type Measured, measureClosedLoad } from '../load/closed.ts';
import { fillSqlite, password } from '../people.ts';
import { type Running, startLatchkey, startPeer } from '../processes.ts';
import { processorTimeOf } from '../processor-time.ts';
import { type Effort, type Figure, figure, interleave, warmUpIn } from './figure.ts';
import { checksAtBetterAuth, loginsAtBetterAuth, signInAtBetterAuth } from './peer-requests.ts';
import { logins, randomSessionChecks } from './requests.ts';

const folderOfPeers = fileURLToPath(new URL('../peers/', import.meta.url));
const accounts = 10_000;

/** People whose sessions are checked, on both sides. */
const signedIn = 64;

/** The defaults of both. */
const ourHash = 'argon2id, 19 MiB, t=2';
const theirHash = 'scrypt, N=16384, r=16';

/** A server of others beside this one, in turns, each on SQLite and with the hash that it has by default. */
export async function measurePeers(effort: Effort, folder: string): Promise<Figure[]> {
  await installApart(folderOfPeers);
  const name = `better-auth ${await versionOf('better-auth')}`;
  await fillSqlite(join(folder, 'latchkey.sqlite'), accounts);
  const ours = await startLatchkey(folder);
  const start = startBetterAuth(folder);
  // One after the other: the first makes the tables and the people.
  const theirs = await start({ COOKIE_CACHE: '0' });
  const caching = await start({ COOKIE_CACHE: '1' });
  const sessions = await signInAtBetterAuth(theirs, signedIn);
  const [ourLogins, theirLogins] = [logins(accounts), loginsAtBetterAuth(theirs, accounts)];
  const loginRounds = await interleave(
    effort.rounds,
    turnsAt(ours, effort, loginLoad(effort), async () => ourLogins),
    turnsAt(theirs, effort, loginLoad(effort), async () => theirLogins),
  );
  const figures = figuresOf(loginRounds, {
    ...{ many: `logins, ${ourHash}`, one: 'login' },
    limitName: `${name}, ${theirHash}`,
  });
  for (const [peer, what] of [
    [theirs, name],
    [caching, `${name} that asks its cookie cache, not the database`],
  ] as const) {
    const rounds = await interleave(
      effort.rounds,
      turnsAt(ours, effort, checkLoad(effort), async () => randomSessionChecks(signedIn)),
      turnsAt(peer, effort, checkLoad(effort), () => checksAtBetterAuth(peer, sessions)),
    );
    const again = peer === caching ? ', again' : '';
    figures.push(
      ...figuresOf(rounds, {
        ...{ many: `session checks${again}`, one: `session check${again}`, limitName: what },
      }),
    );
  }
  await Promise.all([ours, theirs, caching].map(({ stop }) => stop()));
  return figures;
}

async function versionOf(name: string): Promise<string | undefined> {
  const manifest = await readFile(join(folderOfPeers, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { devDependencies: Record<string, string> }).devDependencies[name];
}

function startBetterAuth(folder: string) {
  const settings = {
    ...{ NODE_ENV: 'production', SECRET: randomBytes(32).toString('base64url') },
    ...{ DATABASE: join(folder, 'better-auth.sqlite'), ACCOUNTS: String(accounts), PASSWORD: password },
  };
  return (own: Readonly<Record<string, string>>) =>
    startPeer(join(folderOfPeers, 'better-auth.js'), folder, { ...settings, ...own }, '/api/auth/ok');
}

interface Load {
  readonly connections: number;
  readonly warmUpRequests: number;
}

const loginLoad = ({ warmUpRequests }: Effort): Load => ({
  ...{ connections: 6 * availableParallelism(), warmUpRequests },
});

const checkLoad = ({ warmUpChecks }: Effort): Load => ({ connections: 16, warmUpRequests: warmUpChecks });

type Turn = Measured<'server'>;

function turnsAt(
  { port, pid }: Running,
  { seconds }: Effort,
  { connections, warmUpRequests }: Load,
  prepare: () => Promise<() => Buffer>,
): (round: number) => Promise<Turn> {
  return async (round) =>
    measureClosedLoad(
      {
        ...{ port, connections, seconds, nextRequest: await prepare() },
        warmUpRequests: warmUpIn(round, warmUpRequests),
      },
      { server: () => processorTimeOf(pid) },
    );
}

/** By the clock, and by the processor time of all threads. */
function figuresOf(
  rounds: readonly { readonly measured: Turn; readonly limit: Turn }[],
  { many, one, limitName }: { many: string; one: string; limitName: string },
): Figure[] {
  const by = (of: (turn: Turn) => number) =>
    rounds.map(({ measured, limit }) => ({ measured: of(measured), limit: of(limit) }));
  return [
    figure(
      { name: many, unit: '/s', limitName, target: null },
      by(({ perSecond }) => perSecond),
    ),
    figure(
      { name: `processor time of a ${one}`, unit: 'µs', limitName, target: null },
      by(({ microsEach }) => microsEach.server),
    ),
  ];
}
