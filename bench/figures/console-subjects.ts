import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '../../test/support/postgres.ts';
import { benchKey } from '../apps.ts';
import { fillConsole, type Watched } from '../console-people.ts';
import type { Spent } from '../load/closed.ts';
import { type Running, startLatchkey, startLimit } from '../processes.ts';
import { postgresClock } from '../processor-time.ts';
import type { Effort } from './figure.ts';

/** A server whose console is looked at, with its database and what stands beside it. */
export interface Subject {
  readonly name: string;
  /** Whether the database is a program of its own. */
  readonly isApart: boolean;
  readonly watched: Watched;
  readonly server: Running;
  readonly bare: Running;
  readonly database: Spent;
  stop(): Promise<void>;
}

export async function openSqlite(effort: Effort, folder: string): Promise<Subject> {
  const file = join(folder, 'latchkey.sqlite');
  const watched = await fillConsole({ file }, effort);
  const server = await startLatchkey(folder, { LATCHKEY_SECRET_KEY: benchKey });
  const bare = await startLimit('console', { DATABASE: file });
  const stop = async () => void (await Promise.all([server.stop(), bare.stop()]));
  return { name: 'SQLite', isApart: false, watched, server, bare, database: async () => 0, stop };
}

export async function openPostgres(effort: Effort, folder: string): Promise<Subject> {
  const postgres = await startPostgres();
  const { url } = postgres;
  const watched = await fillConsole({ url, poolSize: 1, isPatient: true }, effort);
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
