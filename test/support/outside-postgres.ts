import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { outsideTool } from './outside.ts';
import { createCluster } from './postgres-cluster.ts';

export interface OutsidePostgres {
  /** Connects as a superuser to the database `postgres`, without TLS. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Debian's PostgreSQL 15 with TLS, from a certificate and its key in PEM. A connection to the database `tls-only`
 * is refused without TLS.
 */
export async function startOutsidePostgres(certificate: string, key: string): Promise<OutsidePostgres> {
  const { command, env, folder: home } = outsideTool('postgres');
  const cluster = await createCluster({
    initdb: outsideTool('initdb').command,
    postgres: command,
    home,
    environment: env,
  });
  const { folder, data, identity, user, password } = cluster;
  const files = {
    'server.crt': certificate,
    'server.key': key,
    'pg_hba.conf': 'hostnossl "tls-only" all 127.0.0.1/32 reject\nhost all all 127.0.0.1/32 scram-sha-256\n',
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(data, name), text, { mode: 0o600 });
    if (identity.uid !== undefined && identity.gid !== undefined) {
      await chown(join(data, name), identity.uid, identity.gid);
    }
  }
  const port = await freePort();
  const child = spawn(
    cluster.postgres,
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'ssl=on', '-c', 'fsync=off'],
    { ...identity, cwd: folder, env: cluster.environment, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${said}`)));
  });
  return { url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`, stop };
}
