import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { outsideTool } from './outside.ts';

export interface Pgbouncer {
  /** Leads to the same database as the one behind it. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Debian's PgBouncer before a PostgreSQL. In transaction mode all clients share three connections; in session
 * mode each has one to itself for as long as it stays.
 */
export async function startPgbouncer(behind: string, mode: 'session' | 'transaction'): Promise<Pgbouncer> {
  const { command, env } = outsideTool('pgbouncer');
  const { hostname, port, pathname, username, password } = new URL(behind);
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-pgbouncer-'));
  await chmod(folder, 0o755);
  const own = await freePort();
  const settings = [
    '[databases]',
    `${pathname.slice(1)} = host=${hostname} port=${port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${own}`,
    'unix_socket_dir =',
    'auth_type = plain',
    `auth_file = ${join(folder, 'users')}`,
    `pool_mode = ${mode}`,
    `default_pool_size = ${mode === 'session' ? 30 : 3}`,
  ];
  await writeFile(join(folder, 'users'), `"${username}" "${password}"\n`);
  await writeFile(join(folder, 'pgbouncer.ini'), `${settings.join('\n')}\n`);
  // It doesn't run as root, and takes an account that every Unix has instead.
  const asOther = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(command, [...asOther, join(folder, 'pgbouncer.ini')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('process up')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PgBouncer ended with ${code}:\n${said}`)));
  });
  const url = new URL(behind);
  url.port = String(own);
  return { url: url.href, stop };
}
