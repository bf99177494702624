import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { freePort } from './free-port.ts';
import { createCluster, type PostgresCluster } from './postgres-cluster.ts';

/**
 * The process that keeps one PostgreSQL for `postgres.ts`: it lives as long as the channel to its parent.
 * A parent that was killed cannot clean up; this one sees the channel close and does.
 */
export type KeeperCommand = 'crash' | 'start';
export type KeeperAnswer = { readonly url: string; readonly sockets: string } | { readonly failed: string };

/** Without fsync a commit still survives the end of the process, only not that of the machine. */
const settings = [
  'listen_addresses=127.0.0.1',
  'max_connections=300',
  'fsync=off',
  'full_page_writes=off',
  'log_min_messages=log',
];

/** Node knows no Unix sockets on Windows. */
const socketsIn = (folder: string) => (process.platform === 'win32' ? '' : folder);

let cluster: PostgresCluster | undefined;
let server: ChildProcess | undefined;
let port = 0;

function send(answer: KeeperAnswer) {
  if (process.connected) process.send?.(answer);
}

async function startServer({ folder, data, postgres, identity, environment }: PostgresCluster) {
  const child = spawn(
    postgres,
    [
      ...['-D', data, '-p', String(port)],
      ...[...settings, `unix_socket_directories=${socketsIn(folder)}`].flatMap((one) => ['-c', one]),
    ],
    { ...identity, cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  server = child;
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
      if (output.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${output}`)));
    setTimeout(() => reject(new Error(`PostgreSQL is not ready after 60 s:\n${output}`)), 60_000).unref();
  });
}

/** SIGINT ends PostgreSQL in order, SIGQUIT at once; SIGKILL is for one that does neither in time. */
async function endServer(signal: 'SIGINT' | 'SIGQUIT') {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(signal);
  const late = setTimeout(() => server?.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

async function firstStart(): Promise<KeeperAnswer> {
  cluster = await createCluster();
  for (let attempt = 1; ; attempt++) {
    port = await freePort();
    try {
      await startServer(cluster);
      const url = `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${port}/postgres`;
      return { url, sockets: socketsIn(cluster.folder) };
    } catch (error) {
      // Another process may have taken the port since it was found free.
      const taken = error instanceof Error && error.message.includes('could not create any TCP/IP sockets');
      if (!taken || attempt === 5) throw error;
    }
  }
}

async function carryOut(command: KeeperCommand): Promise<KeeperAnswer> {
  if (!cluster) throw new Error('The test database did not start.');
  if (command === 'crash') await endServer('SIGQUIT');
  else await startServer(cluster);
  return { url: '', sockets: '' };
}

const failed = (error: unknown): KeeperAnswer => ({
  failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

let leaving = false;

async function leave() {
  if (leaving) return;
  leaving = true;
  await endServer('SIGINT');
  if (cluster) rmSync(cluster.folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

process.on('disconnect', () => void leave());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave());
process.on('message', (command: KeeperCommand) => {
  void carryOut(command).catch(failed).then(send);
});
send(await firstStart().catch(failed));
if (!process.connected) await leave();
