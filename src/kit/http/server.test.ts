import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import { rawBytes } from '../../../test/support/raw-request.ts';
import { english } from '../../words.ts';
import { createLogger } from '../log.ts';
import { mountRoutes } from './mount.ts';
import { peerAddress } from './peer.ts';
import { httpProblems } from './problems.ts';
import { route } from './route.ts';
import { createHttpServer } from './server.ts';

const lines: string[] = [];
const refused: string[] = [];
const timeouts = { requestTimeout: 2500, headersTimeout: 1200, keepAliveTimeout: 1200 };
const app = createHttpServer({
  baseUrl: 'https://login.example.com',
  words: english,
  trustedProxies: ['10.0.0.0/8'],
  isAllowedOrigin: () => false,
  isKnownHost: () => true,
  log: createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) }),
  timeouts,
  database: { troubleOf: () => undefined, isUnstorable: () => false },
  sendProblemPage: (_request, reply) => reply.send(''),
  onRefused: ({ code }) => refused.push(code),
});
const nothing = {
  kind: 'api',
  access: 'anyone',
  handle: ({ request }: { request: FastifyRequest }) => ({ at: peerAddress(request) }),
} as const;
mountRoutes(
  app,
  [
    route({ ...nothing, method: 'POST', path: '/slow' }),
    route({ ...nothing, method: 'GET', path: '/quick' }),
    route({ ...nothing, method: 'PUT', path: '/things/:id/parts' }),
    route({
      ...nothing,
      method: 'GET',
      path: '/stream',
      handle({ reply }) {
        const stream = new PassThrough();
        stream.write('the first half');
        return reply.header('content-type', 'text/plain').send(stream);
      },
    }),
  ],
  {
    identify: async () => null,
    authorize: async () => undefined,
    impersonation: () => null,
    keyOf: () => null,
    ownerOf: () => '',
    refuseStranger: () => undefined,
  },
);
let url = '';
beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

const headersOf = (answer: string) => {
  const [head = ''] = answer.split('\r\n\r\n');
  const fields = head
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(': ') as [string, string]);
  return new Headers(fields);
};

const get = 'GET /quick HTTP/1.1\r\nHost: a\r\n';
const chunked =
  'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';

test.each([
  ['what is no HTTP', 'GARBAGE\r\n\r\n', 400],
  ['the start of TLS', '\x16\x03\x01\x02\0\x01\0', 400],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['an address that is no text', 'GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  ['two lengths', `${get}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400],
  ['no host', 'GET /quick HTTP/1.1\r\n\r\n', 400],
  ['headers that have no end', `${get}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['a chunk that is all extension', `${chunked}1;${'x'.repeat(20_000)}\r\n`, 413],
  [
    'a body that is too large',
    `${get.replace('GET /quick', 'POST /slow')}Content-Type: application/json\r\nContent-Length: 99999\r\n\r\n`,
    413,
  ],
  ['what nobody can expect', `${get}Expect: miracles\r\n\r\n`, 417],
  ['a tunnel', 'CONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['a method that nobody knows', 'FOO /quick HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['another method', 'PROPFIND /quick HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['a path that is not there', 'GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n', 404],
  ['a path that cannot be decoded', 'GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n', 404],
  ['every path at once', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 204],
  ['a websocket', `${get}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, 200],
  ['HTTP/1.0', 'GET /quick HTTP/1.0\r\n\r\n', 200],
  ['HEAD', 'HEAD /quick HTTP/1.1\r\nHost: a\r\n\r\n', 200],
  ['OPTIONS', 'OPTIONS /quick HTTP/1.1\r\nHost: a\r\n\r\n', 204],
])(
  'V3.4.1 V3.4.3 V3.4.4 V3.4.5 V4.2.1 V14.3.2 %s gets the headers of every answer',
  async (what, bytes, status) => {
    const answer = await rawBytes(url, Buffer.from(bytes, 'latin1'));
    expect(answer, what).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const headers = headersOf(answer);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
    const requestId = headers.get('x-request-id') ?? 'none';
    expect(lines.filter((line) => line.includes(requestId))).toHaveLength(1);
  },
);

test.each([
  ['what is no HTTP', 'SECRET-IN\r\n\r\n', 'malformed-request', /valid HTTP/],
  ['two lengths', `${get}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 'malformed-request', /valid HTTP/],
  ['a broken chunk', `${chunked}SECRET-IN\r\n`, 'malformed-request', /valid HTTP/],
  ['headers that have no end', `${get}X: ${'SECRET-IN'.repeat(2500)}\r\n\r\n`, 'headers-too-large', /16 KiB/],
  ['a chunk that is all extension', `${chunked}1;${'x'.repeat(20_000)}\r\n`, 'body-too-large', /chunk/],
  ['what nobody can expect', `${get}Expect: SECRET-IN\r\n\r\n`, 'expectation-failed', /100-continue/],
  ['a tunnel', 'CONNECT SECRET-IN:443 HTTP/1.1\r\nHost: a\r\n\r\n', 'method-not-allowed', /GET/],
  ['another method', 'SECRET-IN /quick HTTP/1.1\r\nHost: a\r\n\r\n', 'method-not-allowed', /GET, HEAD/],
  ['headers that stop', `${get}X: SECRET-IN`, 'request-timeout', /again/],
  ['a body that stops', `${chunked}9\r\nSECRET-IN`, 'request-timeout', /again/],
])(
  'V4.2.1 %s is refused by a code with a page, and the connection ends',
  async (_what, bytes, code, detail) => {
    const definition = httpProblems.find((known) => known.code === code);
    refused.length = 0;
    const answer = await rawBytes(url, bytes, 10_000);
    const headers = headersOf(answer);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${definition?.status} [A-Z]`));
    expect(answer, 'nothing of what was sent').not.toContain('SECRET');
    expect([headers.get('connection'), headers.get('content-type')]).toEqual([
      'close',
      'application/problem+json',
    ]);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({
      type: `https://login.example.com/problems/${code}`,
      title: definition?.words(english).title,
      status: definition?.status,
      code,
      detail: expect.stringMatching(detail),
      requestId: headers.get('x-request-id'),
    });
    expect(refused, 'counted like every refusal').toContain(code);
  },
);

const ask = (fields: string, { path = '/quick', version = '1.1' } = {}) =>
  rawBytes(url, `GET ${path} HTTP/${version}\r\n${fields}Connection: close\r\n\r\n`);

test.each([
  ['none', ''],
  ['an empty one', 'Host:\r\n'],
  ['one of spaces', 'Host:  \t \r\n'],
  ['two that differ', 'Host: a\r\nHost: b\r\n'],
  ['two behind more headers than Node keeps', `Host: a\r\n${'a:\r\n'.repeat(2100)}Host: b\r\n`],
  ['two before what nobody can expect', 'Host: a\r\nHost: b\r\nExpect: miracles\r\n'],
  ['two that agree', 'Host: a\r\nhost: a\r\n'],
  ['two far apart', 'Host: a\r\nAccept: */*\r\nHOST: b\r\n'],
  ['two that a proxy joined', 'Host: a, b\r\n'],
  ['two that a proxy joined without a space', 'Host: a,b\r\n'],
  ['an empty one before one', 'Host:\r\nHost: a\r\n'],
  ['a name with a path', 'Host: a/b\r\n'],
  ['a name with a person', 'Host: a@b\r\n'],
  ['a name with a space', 'Host: a b\r\n'],
  ['a name in no ASCII', 'Host: \xe9\r\n'],
  ['a port that is none', 'Host: a:b\r\n'],
  ['a port without a name', 'Host: :80\r\n'],
  ['an address without its brackets', 'Host: ::1\r\n'],
  ['an address in open brackets', 'Host: [::1\r\n'],
])('V4.2.1 of Host headers, %s is refused on every path (RFC 9112 section 3.2)', async (_what, fields) => {
  for (const path of ['/quick', '/nothing', '/%ff']) {
    const answer = await ask(fields, { path });
    expect(answer, path).toMatch(/^HTTP\/1.1 400 /);
    expect(headersOf(answer).get('connection'), path).toBe('close');
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? ''), path).toMatchObject({
      code: 'malformed-request',
      detail: expect.stringContaining('"Host"'),
    });
  }
});

test.each([
  ['two that differ', 'Host: a\r\nHost: b\r\n'],
  ['two that agree', 'Host: a\r\nhost:a\r\n'],
  ['two far apart', 'Host: a\r\nAccept: */*\r\nHOST: b\r\n'],
  ['two that a proxy joined', 'Host: a, b\r\n'],
  ['a name with a path', 'Host: a/b\r\n'],
  ['none', ''],
])('V4.2.1 of Host headers, %s is refused whatever the method is', async (_what, fields) => {
  for (const method of ['FOO', 'PROPFIND', 'QUERY', 'TRACE', 'GET']) {
    const request = `${method} /quick HTTP/1.1\r\n${fields}Connection: close\r\n\r\n`;
    const answer = await rawBytes(url, request);
    expect(answer, method).toMatch(/^HTTP\/1.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? ''), method).toMatchObject({
      code: 'malformed-request',
      detail: expect.stringContaining('"Host"'),
    });
  }
});

test('a method that nobody knows is refused before all of the headers are there', async () => {
  for (const bytes of ['FOO /quick HTTP/1.1\r\nAccept: */*\r\n', 'FOO /quick HTTP/1.1\r\nHost: a\r\nHo'])
    expect(await rawBytes(url, bytes), bytes).toMatch(/^HTTP\/1.1 405 /);
});

test.each(['GET', 'HEAD', 'OPTIONS', 'FOO', 'PROPFIND'])(
  'V4.2.1 a target of %s that names another host than the Host header is refused (RFC 9112 section 3.2.2)',
  async (method) => {
    const ask = (target: string, fields: string, version = '1.1') =>
      rawBytes(url, `${method} ${target} HTTP/${version}\r\n${fields}Connection: close\r\n\r\n`);
    for (const [target, fields, version] of [
      ['http://b/quick', 'Host: a\r\n'],
      ['http://b/nothing', 'Host: a\r\n'],
      ['http://a:81/quick', 'Host: a\r\n'],
      ['http://a:443/quick', 'Host: a\r\n'],
      ['http://me@a/quick', 'Host: a\r\n'],
      ['http://a.b/quick', 'Host: a\r\n'],
      ['http:///quick', 'Host: a\r\n'],
      ['HTTPS://b/quick', 'Host: a\r\n'],
      ['http://a/quick', '', '1.0'],
    ] as const) {
      const answer = await ask(target, fields, version);
      const known = /^HTTP\/1.1 400 /;
      expect(answer, `${target} ${fields}`).toMatch(known);
      if (method !== 'HEAD') expect(answer, target).not.toContain('"at"');
    }
    const status = { GET: 200, HEAD: 200, OPTIONS: 204 }[method] ?? 405;
    for (const target of [
      'http://a/quick',
      'HTTP://A:80/quick?x=1',
      'https://a:443/quick',
      'http://a:/quick',
    ])
      expect(await ask(target, 'Host: a\r\n'), target).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  },
);

test('V4.1.4 a target that names its host has the methods of its path', async () => {
  const ask = (method: string, target: string) =>
    rawBytes(url, `${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  for (const method of ['POST', 'QUERY', 'FOO']) {
    const answer = await ask(method, 'http://a/quick');
    expect(answer, method).toMatch(/^HTTP\/1.1 405 /);
    expect(headersOf(answer).get('allow'), method).toBe('GET, HEAD, OPTIONS');
  }
  for (const target of ['http://a', 'http://a?x=/quick', 'http://a/nothing'])
    expect(await ask('GET', target), target).toMatch(/^HTTP\/1.1 404 /);
});

test('V4.2.1 one Host header with any name, address and port is taken, and by HTTP/1.0 none', async () => {
  for (const host of [
    'a',
    'A.example:80',
    'my_app.local',
    'xn--bcher-kva.example',
    '127.0.0.1:5000',
    '[::1]:5000',
    'a:',
  ])
    expect(await ask(`Host: ${host}\r\n`), host).toMatch(/^HTTP\/1.1 200 /);
  expect(await ask('', { version: '1.0' })).toMatch(/^HTTP\/1.1 200 /);
  expect(await ask('Host: a\r\nHost: b\r\n', { version: '1.0' })).toMatch(/^HTTP\/1.1 400 /);
  expect(await ask('', { version: '2.0' }), 'which no connection of HTTP/1 speaks').toMatch(
    /^HTTP\/1.1 400 /,
  );
});

test('V4.2.1 what follows an answer that has begun is cut off, and no second answer is written into it', async () => {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
    if (answer.includes('the first half')) socket.write('GARBAGE\r\n\r\n');
  });
  socket.write(`${get.replace('quick', 'stream')}\r\n`);
  await once(socket, 'close');
  expect(answer).toContain('the first half');
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test.each(['QUERY', 'PROPFIND', 'LOCK', 'SEARCH', 'M-SEARCH', 'FOO', 'GETX', 'get', 'TRACE', 'X'.repeat(64)])(
  'V4.1.4 the method %s is refused with the ones that the path takes, or not found where there is none',
  async (method) => {
    const ask = (path: string, rest = '\r\n') =>
      rawBytes(url, `${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${rest}`, 5000);
    const withBody = 'Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}';
    for (const [path, allow] of [
      ['/quick', 'GET, HEAD, OPTIONS'],
      ['/quick?a=b', 'GET, HEAD, OPTIONS'],
      ['/%71uick', 'GET, HEAD, OPTIONS'],
      ['/slow', 'POST, OPTIONS'],
      ['/things/7/parts', 'PUT, OPTIONS'],
    ] as const) {
      for (const answer of [await ask(path), await ask(path, withBody)]) {
        expect(answer, path).toMatch(/^HTTP\/1.1 405 /);
        expect(headersOf(answer).get('allow'), path).toBe(allow);
      }
    }
    for (const path of ['/nothing', '/things/7', '/quick/'])
      expect(await ask(path), path).toMatch(/^HTTP\/1.1 40[04] /);
  },
);

/** The head of a request whose body takes longer than it may. */
const longBody =
  'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n';

/** What the server answers to bytes that come one by one, and after how many milliseconds it closes the connection. */
async function drip(bytes: string, pause = 60) {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  const begin = performance.now();
  const rest = [...bytes];
  const timer = setInterval(() => socket.writable && socket.write(rest.shift() ?? 'x'), pause);
  // Not `once`, which throws when the connection is reset: what is still being sent then meets a closed door.
  await new Promise((closed) => socket.on('close', closed));
  clearInterval(timer);
  return { answer, after: performance.now() - begin };
}

test('V15.2.2 a request that comes byte by byte is cut when its time is over, and not a second time later', async () => {
  const [headers, body] = await Promise.all([drip(get), drip(longBody, 5)]);
  // A reset may take the answer along, but nothing else is ever answered.
  for (const { answer } of [headers, body]) expect(answer).toMatch(/^$|^HTTP\/1.1 408 /);
  expect(headers.after).toBeGreaterThan(timeouts.headersTimeout);
  expect(headers.after, 'the whole has longer').toBeLessThan(body.after);
  expect(body.after).toBeGreaterThan(timeouts.requestTimeout);
  expect(body.after).toBeLessThan(timeouts.requestTimeout + 2500);
});

test('V15.2.2 a connection that says nothing is closed, and one that waits between requests a little later', async () => {
  const [silent, slow] = await Promise.all([drip('', 60_000), drip(longBody, 5)]);
  expect(silent.answer).toContain(' 408 ');
  expect(silent.after).toBeLessThan(slow.after);
  const begin = performance.now();
  const answer = await rawBytes(url, `${get}\r\n`, 10_000);
  expect(answer).toContain(' 200 OK');
  expect(performance.now() - begin).toBeGreaterThan(timeouts.keepAliveTimeout);
  expect(performance.now() - begin).toBeLessThan(timeouts.keepAliveTimeout + 3000);
});

test('V15.2.2 times and connections are bounded by default, the headers before the whole', async () => {
  const { http } = await testConfig();
  expect(http).toEqual({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 });
  expect(app.server.maxConnections).toBe(10_000);
});

test.each([
  ['203.0.113.1, 198.51.100.7', '198.51.100.7'],
  ['203.0.113.1, 198.51.100.7, 10.0.0.9', '198.51.100.7'],
  ['127.0.0.1, 198.51.100.7', '198.51.100.7'],
  ['10.0.0.8, 198.51.100.7', '198.51.100.7'],
  ['198.51.100.7', '198.51.100.7'],
])(
  'V4.1.3 of X-Forwarded-For %j the last that no trusted proxy has counts, never what a client put first',
  async (forwarded, address) => {
    const asked = (remoteAddress: string) =>
      app.inject({ url: '/quick', remoteAddress, headers: { 'x-forwarded-for': forwarded } });
    expect((await asked('10.0.0.5')).json()).toEqual({ at: address });
    expect((await asked('192.0.2.5')).json(), 'from no trusted proxy').toEqual({ at: '192.0.2.5' });
  },
);
