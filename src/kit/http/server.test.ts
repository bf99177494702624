import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawBytes } from '../../../test/support/raw-request.ts';
import { createLogger } from '../log.ts';
import { createHttpServer } from './server.ts';

const app = createHttpServer({
  baseUrl: 'http://127.0.0.1',
  trustedProxies: [],
  isAllowedOrigin: () => false,
  isKnownHost: () => true,
  log: createLogger({ level: 'silent', format: 'json', write: () => {} }),
  isDatabaseAway: () => false,
  sendProblemPage: (_request, reply) => reply.send(''),
});
app.post('/slow', () => 'done');
app.get('/quick', () => 'done');
let url = '';
beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

test.each([
  ['what is no HTTP', 'GARBAGE\r\n\r\n', 400, /no HTTP/],
  [
    'headers that have no end',
    `GET /quick HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    /longer than 16 KiB/,
  ],
])('V4.2.1 %s is refused, with the word that the connection ends', async (_what, bytes, status, detail) => {
  const [head = '', body = ''] = (await rawBytes(url, bytes)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\nConnection: close\r\n`));
  expect(head).toContain('Content-Type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status, detail: expect.stringMatching(detail) });
});

test('V15.2.2 connections are bounded, and a slow request ends soon after the time that it may take', async () => {
  const { server } = app;
  expect([server.maxConnections, server.requestTimeout, server.keepAliveTimeout]).toEqual([
    10_000, 30_000, 65_000,
  ]);
  server.requestTimeout = 1000;
  server.headersTimeout = 1000;
  const open = () => connect((server.address() as AddressInfo).port, '127.0.0.1');

  const [slow, idle] = [open(), open()];
  let answer = '';
  slow.on('data', (chunk) => {
    answer += chunk;
  });
  const begin = performance.now();
  slow.write(
    'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
  );
  idle.write('GET /quick HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(idle, 'data');
  await once(slow, 'close');
  expect(performance.now() - begin).toBeLessThan(9000);
  expect(answer).toContain('408');

  idle.write('GET /quick HTTP/1.1\r\nHost: a\r\n\r\n');
  const [again] = await once(idle, 'data');
  expect(String(again), 'a connection that waits between requests stays').toContain('200 OK');
  idle.destroy();
});
