import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { outsideTool } from '../support/outside.ts';
import { type Latchkey, startForClients } from '../support/real-clients.ts';
import { addFor } from './printed.ts';

let latchkey: Latchkey;
let site: Server;
let proxy: ChildProcess;
let url: string;
let printed = '';

beforeAll(async () => {
  latchkey = await startForClients();
  // The site behind it says what it was told of the person.
  site = createServer(({ headers }, response) => {
    const { 'x-forwarded-preferred-username': username, 'x-forwarded-email': email } = headers;
    response.end(JSON.stringify({ username, email }));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port: upstream } = site.address() as { port: number };
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const tool = outsideTool('oauth2-proxy');
  const settings = await addFor(latchkey, 'oauth2-proxy', `${url}/oauth2/callback`);
  const [, flags] = /^oauth2-proxy ((?:.*\\\n)+.*)/m.exec(settings) ?? [];
  const here = `--upstream=http://127.0.0.1:${upstream} --http-address=127.0.0.1:${port} --cookie-secure=false`;
  const COOKIE_SECRET = randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  const env = { ...tool.env, COOKIE_SECRET };
  proxy = spawn('sh', ['-c', `exec '${tool.command}' ${flags} ${here}`], { env });
  for (const stream of [proxy.stdout, proxy.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const ready = async () =>
    expect(await fetch(`${url}/ping`).then(({ status }) => status, String), printed).toBe(200);
  await vi.waitFor(ready, { timeout: 30_000, interval: 100 });
});
afterAll(async () => {
  proxy?.kill('SIGKILL');
  site?.close();
  await latchkey?.stop();
});

test('oauth2-proxy, as it is told to be started, lets somebody in to the site behind it, and tells it who they are', async () => {
  const person = await latchkey.person();
  const asked = await person.open(`${url}/reports?of=today`);
  expect([asked.status, asked.met]).toEqual([403, []]);
  expect(asked.text).toContain('Sign in with Ada&#39;s #1 site');
  const shown = await person.open(`${url}/oauth2/start?rd=${encodeURIComponent('/reports?of=today')}`);
  expect(shown.met, printed).toEqual(['/oauth/ask']);
  expect(shown.url.href).toBe(`${url}/reports?of=today`);
  expect(JSON.parse(shown.text)).toEqual({ username: person.username, email: person.email });
  const again = await person.open(`${url}/`);
  expect([again.status, again.met]).toEqual([200, []]);
  expect((await fetch(`${url}/reports`)).status, 'a stranger').toBe(403);
});
