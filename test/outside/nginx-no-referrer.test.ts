import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshName, goodPassword } from '../support/app.ts';
import { freePort } from '../support/free-port.ts';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { outsideTool } from '../support/outside.ts';

const chromium = latchkeyInChromium();
let address = '';
let end = async () => {};

const answers = () =>
  fetch(`${address}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-nginx-'));
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const configuration = `
    daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
    events {}
    http {
      access_log off; ${temporary.join(' ')}
      server {
        listen 127.0.0.1:${port};
        add_header Referrer-Policy no-referrer always;
        location / { proxy_pass ${chromium.latchkey.url}; proxy_http_version 1.1; proxy_set_header Connection ""; }
      }
    }`;
  await writeFile(join(folder, 'nginx.conf'), configuration);
  const { command, env } = outsideTool('nginx');
  const nginx = spawn(command, ['-e', 'stderr', '-p', folder, '-c', 'nginx.conf'], { env, stdio: 'inherit' });
  const ended = once(nginx, 'exit');
  end = async () => {
    nginx.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + 20_000;
  while (!(await answers())) {
    if (performance.now() > deadline) throw new Error('nginx does not answer.');
    await setTimeout(50);
  }
});
afterAll(() => end());

test('V3.5.1 people sign up and in behind nginx with add_header Referrer-Policy no-referrer', async () => {
  const username = freshName('behind-nginx');
  for (const path of ['/register', '/login']) {
    await chromium.inContext(async (context) => {
      const page = await context.newPage();
      const given = await page.goto(`${address}${path}`);
      expect(given?.headers()['referrer-policy']).toContain('no-referrer');
      await page.locator('[name=username]').fill(username);
      await page.locator('[name=password]').fill(goodPassword);
      await page.locator('[name=password]').press('Enter');
      await page.waitForURL((url) => url.pathname !== path);
      expect(await page.locator('body').innerText()).toContain(username);
    });
  }
});
