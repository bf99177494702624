import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

/** Ticks of the kernel's clock, in which Linux counts the time of a process. */
const ticksPerSecond = 100;

/** The processor time that a process has had, in seconds: of all its threads, in the program and in the kernel. */
export async function processorTimeOf(pid: number): Promise<number> {
  if (process.platform === 'linux') {
    return secondsIn(await readFile(`/proc/${pid}/stat`, 'utf8'));
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'cputime=', '-p', String(pid)]);
  return stdout
    .trim()
    .split(':')
    .reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

/** Waits until a process takes no more: a server that answers already still does the last of its start. */
export async function untilIdle(pid: number): Promise<void> {
  let before = Number.NaN;
  for (let quiet = 0; quiet < 5; ) {
    await wait(100);
    const now = await processorTimeOf(pid);
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
}

/** What `stat` of a process or thread says, which counts in ticks. */
function secondsIn(stat: string): number {
  // The name of the program comes second, in brackets, and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The processor time that the main thread of a process has had, in seconds. Only Linux tells it. */
export async function mainThreadTimeOf(pid: number): Promise<number> {
  const thread = `/proc/${pid}/task/${pid}`;
  // Nanoseconds, where the kernel was built to count them.
  const exact = await readFile(`${thread}/schedstat`, 'utf8').catch(() => '');
  const nanoseconds = Number(exact.split(' ')[0]);
  return nanoseconds > 0 ? nanoseconds / 1e9 : secondsIn(await readFile(`${thread}/stat`, 'utf8'));
}

/**
 * The processor time that a PostgreSQL has spent on its clients, in seconds. A connection that has ended counts with what it
 * had taken when it was last seen.
 */
export async function postgresClock(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const times = new Map<number, number>();
  return {
    async spent(): Promise<number> {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      );
      for (const { pid } of rows) times.set(pid, await processorTimeOf(pid));
      return [...times.values()].reduce((sum, time) => sum + time, 0);
    },
    close: () => client.end(),
  };
}
