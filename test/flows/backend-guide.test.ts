import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { blocksClaimedBy, placeOf } from '../support/guide/blocks.ts';
import { endBackend, type GuideBackend, startBackend, tryBackends } from '../support/guide-backend.ts';

const withClient = [process.execPath, '--import', resolve('examples/client.ts')];

const server = (name: string, file = 'server.mjs'): GuideBackend => ({
  name,
  cwd: resolve('examples', name),
  command: [...withClient, file],
});

/** What Next.js does with a route handler: it hands over a `Request`, and sends the `Response`. */
const next = `import { serve } from '@hono/node-server';
import { GET } from './app/api/whoami/route.js';
serve({ fetch: GET, port: Number(process.env.PORT), hostname: '127.0.0.1' });`;

const backends = [
  ...['node', 'express', 'fastify', 'hono'].map((name) => server(name)),
  { ...server('nextjs'), command: [...withClient, '--input-type=module', '--eval', next] },
];

test('P5 the backends in Node that the guide shows know who asks, and one verifies tokens by itself', () =>
  tryBackends(backends, async (latchkey, bearer) => {
    const resource = 'https://api.example.com/';
    await latchkey.addResource({ url: resource, scopes: {} });
    const made = await fetch(`${latchkey.url}/api/session/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer },
      body: JSON.stringify({ resource }),
    });
    const { token } = (await made.json()) as { token: string };
    const running = await startBackend(server('node', 'tokens.mjs'), latchkey.url);
    try {
      const get = async (authorization = '') => {
        const answer = await fetch(running.url, { headers: { authorization } });
        return `${answer.status} ${await answer.text()}`;
      };
      await expect.poll(() => get().catch(() => '')).toBe('401 Get a new token.');
      expect(await get(`Bearer ${token}`)).toMatch(/^200 Hello, account [\da-f-]{36}\.$/);
      expect(await get(bearer.authorization)).toBe('401 Get a new token.');
    } finally {
      await endBackend(running);
    }
  }));

test.each(blocksClaimedBy('example').map((block) => [placeOf(block), block] as const))(
  'what %s shows is the file of the example',
  (_, { info, text }) => {
    const [, file = ''] = info.split(' ');
    expect(readFileSync(`examples/${file}`, 'utf8')).toBe(text);
  },
);
