import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { type Block, blocksClaimedBy } from '../support/guide/blocks.ts';
import { GuideMachine } from '../support/guide/machine.ts';
import { outsideTool } from '../support/outside.ts';
import { startLatchkey } from '../support/server-process.ts';

const password = 'a quiet green lighthouse';

/** The address that visitors come from. */
const visitor = '127.0.0.2';

interface Place {
  readonly folder: string;
  /** Where the proxy listens for https. */
  readonly port: number;
  /** Of Latchkey. */
  readonly upstream: string;
}

/** Writes the configuration that the guide shows, at the ports and with the certificate of a test; gives the command. */
const proxies: Readonly<Record<string, (shown: string, place: Place) => Promise<string[]>>> = {
  async caddy(shown, { folder, port, upstream }) {
    const site = shown
      .replace('login.example.com {', `https://login.example.com:${port} {\n\tbind 127.0.0.1\n\ttls internal`)
      .replace('127.0.0.1:5000', upstream);
    const globals = `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tstorage file_system ${folder}\n}\n`;
    await writeFile(join(folder, 'Caddyfile'), `${globals}${site}`);
    return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  },
  async nginx(shown, { folder, port, upstream }) {
    const { command, env } = outsideTool('openssl');
    const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(folder, name));
    await promisify(execFile)(
      command,
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        '/CN=login.example.com',
        '-keyout',
        `${key}`,
        '-out',
        `${certificate}`,
      ],
      { env: { ...env, OPENSSL_CONF: '/dev/null' } },
    );
    const site = shown
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replace('/etc/ssl/login.example.com.pem', `${certificate}`)
      .replace('/etc/ssl/login.example.com.key', `${key}`)
      .replace('127.0.0.1:5000', upstream);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    );
    await writeFile(
      join(folder, 'nginx.conf'),
      `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
       events {} http { access_log off; ${temporary.join(' ')} ${site} }`,
    );
    return ['-e', 'stderr', '-p', folder, '-c', 'nginx.conf'];
  },
};

/** A request to the proxy by the name that people type. */
async function ask(port: number, path: string, body?: object) {
  const sent = request({
    host: '127.0.0.1',
    port,
    path,
    localAddress: visitor,
    method: body ? 'POST' : 'GET',
    servername: 'login.example.com',
    rejectUnauthorized: false,
    agent: false,
    headers: {
      host: 'login.example.com',
      'x-forwarded-for': '203.0.113.66',
      ...(body && { 'content-type': 'application/json', origin: 'https://login.example.com' }),
    },
  });
  sent.end(body && JSON.stringify(body));
  const [answer] = await once(sent, 'response');
  return { status: Number(answer.statusCode), headers: answer.headers, body: await text(answer) };
}

const isReady = (port: number) =>
  ask(port, '/readyz').then(
    ({ status }) => status === 200,
    () => false,
  );

async function tryProxy(name: 'caddy' | 'nginx', { text: shown }: Block) {
  const folder = await mkdtemp(join(tmpdir(), `latchkey-guide-${name}-`));
  const latchkey = await startLatchkey({
    command: 'serve',
    env: { LATCHKEY_PUBLIC_URL: 'https://login.example.com', LATCHKEY_TRUSTED_PROXIES: '127.0.0.1' },
  });
  const port = await freePort();
  const args = await proxies[name]?.(shown, { folder, port, upstream: new URL(latchkey.url).host });
  const { command, env } = outsideTool(name);
  const proxy = spawn(command, args ?? [], { env: { ...env, HOME: folder }, stdio: 'ignore' });
  const ended = once(proxy, 'exit');
  try {
    for (const late = performance.now() + 20_000; !(await isReady(port)); await setTimeout(50))
      if (performance.now() > late || proxy.exitCode !== null) throw new Error(`${name} doesn't answer.`);
    const registered = await ask(port, '/api/register', { username: 'anna', password });
    expect(registered.status, registered.body).toBe(201);
    expect(registered.headers['set-cookie']?.join()).toContain('__Host-latchkey=');
    // Neither the proxy's address nor what the visitor claims.
    const { session } = JSON.parse(registered.body) as { session: { address: string } };
    expect(session.address).toBe(visitor);
  } finally {
    if (proxy.exitCode === null) proxy.kill('SIGTERM');
    await ended;
    await latchkey.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

test.each(blocksClaimedBy('proxy').map((block) => [block.info.split(' ')[0] ?? '', block] as const))(
  'people sign up through %s as the guide configures it, and its word for their address counts',
  async (name, block) => tryProxy(name as 'caddy' | 'nginx', block),
);

/** Where this machine has systemd; test/flows/guide-commands.test.ts starts what the unit starts anywhere. */
const readers = ['systemd-analyze'].filter((program) => spawnSync(program, ['--version']).status === 0);

test.each(readers)('%s understands the unit of the guide', async (program) => {
  const machine = new GuideMachine();
  try {
    machine.setUp();
    const unit = machine.place('/etc/systemd/system/latchkey.service');
    const { stderr } = spawnSync(program, ['verify', '--man=no', unit], { encoding: 'utf8' });
    expect(stderr.split('\n').filter((line) => line.includes('latchkey.service'))).toEqual([]);
  } finally {
    await machine.remove();
  }
});
