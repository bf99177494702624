import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { outsideTool } from '../support/outside.ts';
import { type Latchkey, startForClients } from '../support/real-clients.ts';

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
  const { app, secret = '' } = await latchkey.addApp({ redirects: [`${url}/oauth2/callback`] });
  const { command, env } = outsideTool('oauth2-proxy');
  const settings = {
    provider: 'oidc',
    'oidc-issuer-url': latchkey.url,
    'client-id': app.id,
    'client-secret': secret,
    'redirect-url': `${url}/oauth2/callback`,
    scope: 'openid profile email',
    'code-challenge-method': 'S256',
    'email-domain': '*',
    'cookie-secret': 'only-this-test-knows-these-bytes',
    'cookie-secure': 'false',
    'skip-provider-button': 'true',
    'http-address': `127.0.0.1:${port}`,
    upstream: `http://127.0.0.1:${upstream}`,
  };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  proxy = spawn(command, args, { env });
  for (const stream of [proxy.stdout, proxy.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const ready = async () => expect((await fetch(`${url}/ping`)).status, printed).toBe(200);
  await vi.waitFor(ready, { timeout: 30_000, interval: 100 });
});
afterAll(async () => {
  proxy?.kill('SIGKILL');
  site?.close();
  await latchkey?.stop();
});

test('oauth2-proxy lets somebody in to the site behind it, and tells it who they are', async () => {
  const person = await latchkey.person();
  const shown = await person.open(`${url}/reports?of=today`);
  expect(shown.met, printed).toEqual(['/oauth/ask']);
  expect(shown.url.href).toBe(`${url}/reports?of=today`);
  expect(JSON.parse(shown.text)).toEqual({ username: person.username, email: person.email });
  const again = await person.open(`${url}/`);
  expect([again.status, again.met]).toEqual([200, []]);
  const stranger = await fetch(`${url}/reports`, { redirect: 'manual' });
  expect(stranger.headers.get('location')).toContain(`${latchkey.url}/oauth/authorize?`);
});
