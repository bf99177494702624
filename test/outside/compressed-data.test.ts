import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { outsideTool } from '../support/outside.ts';
import { startLatchkey } from '../support/server-process.ts';

/** What each proxy is told, to compress all that passes. */
const proxies = {
  nginx: {
    file: 'nginx.conf',
    config: (port: number, upstream: string, folder: string) => `
daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http {
  access_log off; gzip on; gzip_proxied any; gzip_min_length 1; gzip_types application/json;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; location / { proxy_pass ${upstream}; proxy_set_header Host $http_host; } }
}`,
    args: (folder: string) => [
      '-p',
      folder,
      '-e',
      join(folder, 'error.log'),
      '-c',
      join(folder, 'nginx.conf'),
    ],
    marks: /^W\/"/,
  },
  caddy: {
    file: 'Caddyfile',
    config: (port: number, upstream: string) => `
{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  encode {
    gzip
    minimum_length 1
  }
  reverse_proxy ${upstream}
}`,
    args: (folder: string) => ['run', '--config', join(folder, 'Caddyfile')],
    marks: /"$/,
  },
} as const;

test.each(['nginx', 'caddy'] as const)(
  'R4 data is changed and found unchanged behind %s that compresses',
  async (name) => {
    const { file, config, args, marks } = proxies[name];
    const tool = outsideTool(name);
    const folder = await mkdtemp(join(tmpdir(), `latchkey-${name}-`));
    const latchkey = await startLatchkey();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    let proxy: ChildProcess | undefined;
    try {
      await writeFile(
        join(folder, file),
        config(port, latchkey.url.replace('localhost', '127.0.0.1'), folder),
      );
      const env = { ...tool.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
      proxy = spawn(tool.command, args(folder), { env, stdio: 'ignore' });
      await expect
        .poll(
          () =>
            fetch(`${url}/healthz`).then(
              ({ status }) => status,
              () => 0,
            ),
          { timeout: 20_000 },
        )
        .toBe(200);
      const registered = await fetch(`${url}/api/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          username: 'ada',
          password: 'a quiet green lighthouse',
          transport: 'bearer',
          data: { text: 'lighthouse '.repeat(200) },
        }),
      });
      const { token } = (await registered.json()) as { token: string };
      const send = (method: string, headers: Record<string, string>, body?: unknown) =>
        fetch(`${url}/api/me/data`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            'accept-encoding': 'gzip',
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });

      const read = await send('GET', {});
      expect(read.headers.get('content-encoding')).toBe('gzip');
      const etag = read.headers.get('etag') ?? '';
      expect(etag).toMatch(marks);
      expect((await send('GET', { 'if-none-match': etag })).status).toBe(304);
      const changed = await send('PUT', { 'if-match': etag }, { text: 'seagull '.repeat(200) });
      expect(changed.status).toBe(200);
      expect((await send('PUT', { 'if-match': etag }, {})).status, 'the older version').toBe(412);
      const next = changed.headers.get('etag') ?? '';
      expect((await send('PATCH', { 'if-match': next }, { more: true })).status).toBe(200);
    } finally {
      if (proxy && proxy.exitCode === null) {
        proxy.kill('SIGTERM');
        await once(proxy, 'exit');
      }
      await latchkey.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
