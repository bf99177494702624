import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';

const bareFastify = fileURLToPath(new URL('./limits/fastify.js', import.meta.url));
const builtHere = fileURLToPath(new URL('../bin/latchkey.js', import.meta.url));

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export interface Running {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts the built server as in production: log and metrics on, the log going to a file of the data folder. Another build is
 * named by its program.
 */
export async function startLatchkey(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
  program = builtHere,
): Promise<Running> {
  const port = await freePort();
  const env = { LATCHKEY_PUBLIC_URL: `http://127.0.0.1:${port}`, ...settings };
  return startServer(port, [program, 'serve', '--port', String(port), '--data-dir', dataDir], env, dataDir);
}

/** Starts Fastify with one route, in the same way. */
export async function startBareFastify(folder: string): Promise<Running> {
  const port = await freePort();
  return startServer(port, [bareFastify], { PORT: String(port) }, folder);
}

/** Starts a server of others, which is told its port and answers 200 at `health` as soon as it can. */
export async function startPeer(
  program: string,
  folder: string,
  settings: Readonly<Record<string, string>>,
  health: string,
): Promise<Running> {
  const port = await freePort();
  return startServer(port, [program], { ...settings, PORT: String(port) }, folder, health);
}

/** Waits until a Latchkey has written that it's ready: of several workers, all listen by then. */
export async function untilReady(dataDir: string): Promise<void> {
  for (let looked = 1; !readFileSync(logIn(dataDir), 'utf8').includes('Latchkey is ready at'); looked++) {
    if (looked === mostLooks) throw new Error('The server did not say that it is ready.');
    await pause();
  }
}

/** Counted, not timed: on a machine that stood still no server has had the time. */
const mostLooks = 6000;

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

const logIn = (folder: string): string => join(folder, 'server.log');

async function startServer(
  port: number,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  folder: string,
  health = '/healthz',
): Promise<Running> {
  const log = logIn(folder);
  const file = openSync(log, 'w');
  const child = spawn(process.execPath, command, {
    env: { PATH: process.env.PATH, ...env },
    cwd: folder,
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  try {
    return await whenHealthy(child, `http://127.0.0.1:${port}${health}`, port);
  } catch (error) {
    throw new Error(`${String(error)}\n${readFileSync(log, 'utf8').slice(-2000)}`);
  }
}

/** Starts one of the programs of `limits/`, which listens on a free port and tells it to us. */
export async function startLimit(
  name: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = forkLimit(name, settings);
  const [port] = (await once(child, 'message')) as [number];
  return { port, pid: child.pid ?? 0, stop: () => end(child) };
}

/** Runs one of the programs of `limits/` to its end and answers the number that it sent. */
export async function runLimit(name: string, settings: Readonly<Record<string, string>>): Promise<number> {
  const child = forkLimit(name, settings);
  const [result] = (await once(child, 'message')) as [number];
  await end(child);
  return result;
}

function forkLimit(name: string, settings: Readonly<Record<string, string>>): ChildProcess {
  const child = fork(new URL(`./limits/${name}.ts`, import.meta.url), {
    env: { PATH: process.env.PATH, ...settings },
    execArgv: [],
  });
  children.add(child);
  return child;
}

async function whenHealthy(child: ChildProcess, health: string, port: number): Promise<Running> {
  children.add(child);
  for (let asked = 1; !(await isHealthy(health)); asked++) {
    if (child.exitCode !== null || asked === mostLooks) throw new Error('The server did not start.');
    await pause();
  }
  return { port, pid: child.pid ?? 0, stop: () => end(child) };
}

function isHealthy(health: string): Promise<boolean> {
  return fetch(health).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function end(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
}
