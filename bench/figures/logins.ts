import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { closedLoad } from '../load/closed.ts';
import { fillSqlite } from '../people.ts';
import { type Running, runLimit, startLatchkey, startLimit } from '../processes.ts';
import { type Effort, type Figure, figure, interleave, warmUpIn } from './figure.ts';
import { logins } from './requests.ts';

const accounts = 10_000;

/** Logins over HTTP on all cores, beside the bare hash, a bare server with that hash, and a server without trails. */
export async function measureLogins(
  { rounds, seconds, warmUpRequests }: Effort,
  folder: string,
): Promise<Figure[]> {
  const file = join(folder, 'latchkey.sqlite');
  await fillSqlite(file, accounts);
  const server = await startLatchkey(folder);
  const load = {
    // Enough that a hash is always waiting while others read, write and wait for the disk.
    connections: 6 * availableParallelism(),
    nextRequest: logins(accounts),
  };
  const loginsOf =
    ({ port }: Running) =>
    (round: number) =>
      closedLoad({ ...load, port, seconds, warmUpRequests: warmUpIn(round, warmUpRequests) });
  const results = await interleave(rounds, loginsOf(server), () =>
    runLimit('hash', { SECONDS: String(seconds) }),
  );
  const bare = await startLimit('login', { DATABASE: file });
  const besideBare = await interleave(rounds, loginsOf(server), loginsOf(bare));
  await bare.stop();
  const folderWithout = join(folder, 'without-trails');
  await mkdir(folderWithout);
  await fillSqlite(join(folderWithout, 'latchkey.sqlite'), accounts);
  const without = await startLatchkey(folderWithout, { LATCHKEY_TRAILS_MOST: '0' });
  const withTrails = await interleave(rounds, loginsOf(server), loginsOf(without));
  await Promise.all([server.stop(), without.stop()]);
  return [
    figure(
      { name: 'logins, SQLite', unit: '/s', limitName: 'bare argon2id', target: { atLeast: 0.9 } },
      results,
    ),
    figure(
      {
        name: 'logins, SQLite, again',
        unit: '/s',
        limitName: 'bare node:http that hashes as much',
        target: { atLeast: 0.9 },
      },
      besideBare,
    ),
    figure(
      {
        name: 'logins with their trails kept',
        unit: '/s',
        limitName: 'none kept',
        target: { atLeast: 0.97 },
      },
      withTrails,
    ),
  ];
}
