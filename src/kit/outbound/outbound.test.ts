import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createOutbound, type OutboundAnswer, type OutboundParts, type OutboundRequest } from './index.ts';

const opened: Server[] = [];
const trusted = getCACertificates('default');
afterEach(() => {
  setDefaultCACertificates(trusted);
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on this machine, and what it was asked. */
async function serve(
  answer: RequestListener,
  tls?: object,
): Promise<{ port: number; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request);
    answer(request, response);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  opened.push(server);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

/** A look-up that knows these names, one answer after the other, and counts how often it is asked. */
function names(known: Readonly<Record<string, readonly string[][]>>) {
  const asked: string[] = [];
  const resolve: OutboundParts['resolve'] = async (name) => {
    const answers = known[name] ?? [];
    const answer = answers[Math.min(asked.filter((one) => one === name).length, answers.length - 1)] ?? [];
    asked.push(name);
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { resolve, asked };
}

const get = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  ...{ url, method: 'GET', most: 1000, within: 5000 },
  ...more,
});
const said = (answer: OutboundAnswer) => (answer.ok ? answer.body.toString() : answer.cause);

test('a host of the own network is asked where it is named, also without TLS, and at its port alone if that is named', async () => {
  const { port, asked } = await serve((_request, response) => {
    response.setHeader('Set-Cookie', 'a=b');
    response.setHeader('X-Here', 'yes');
    response.end('hello');
  });
  const { resolve } = names({ 'grafana.lan': [['127.0.0.1']] });
  const outbound = createOutbound({ resolve });
  const url = `http://grafana.lan:${port}/path?a=b`;
  for (const name of ['grafana.lan', `Grafana.lan:${port}`]) {
    const answer = await outbound(get(url, { privateHosts: [name] }));
    expect(answer).toMatchObject({ ok: true, status: 200, headers: { 'x-here': 'yes' } });
    expect(answer.ok && answer.headers['set-cookie'], 'cookies are dropped').toBeUndefined();
    expect(said(answer)).toBe('hello');
  }
  expect(asked).toHaveLength(2);
  expect(asked[0]?.url).toBe('/path?a=b');
  expect(asked[0]?.headers.host).toBe(`grafana.lan:${port}`);
  for (const privateHosts of [[], ['other.lan'], [`grafana.lan:${port + 1}`], ['lan'], ['.lan']]) {
    expect(said(await outbound(get(url, { privateHosts })))).toBe('address');
    expect(said(await outbound(get(url.replace('http', 'https'), { privateHosts })))).toBe('private');
  }
  expect(asked).toHaveLength(2);
});

test('a form reaches the host as it is', async () => {
  let body = '';
  const { port, asked } = await serve((request, response) => {
    request.on('data', (piece) => {
      body += String(piece);
    });
    request.on('end', () => response.writeHead(204).end());
  });
  const answer = await createOutbound()({
    ...get(`http://127.0.0.1:${port}/`, { privateHosts: ['127.0.0.1'] }),
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'a=é',
  });
  expect(answer).toMatchObject({ ok: true, status: 204 });
  expect(body).toBe('a=é');
  expect(asked[0]?.headers['content-length']).toBe('4');
});

test.each([
  'https://127.0.0.1:1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://10.1.2.3/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0.0.0.0/',
  'https://0/',
  'https://localhost/',
])('nobody gets it to ask %s', async (url) => {
  expect(said(await createOutbound()(get(url)))).toBe('private');
});

test.each([
  ...[
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:,x',
    'example.com',
    '',
    'https://',
  ],
  ...[
    'https://user@example.com/',
    'https://user:word@example.com/',
    'https://@example.com/',
    'https://:@example.com/',
  ],
])('%j is no address to ask', async (url) => {
  const { resolve, asked } = names({ 'example.com': [['93.184.216.34']] });
  expect(said(await createOutbound({ resolve })(get(url)))).toBe('address');
  expect(asked).toEqual([]);
});

test.each([
  [['127.0.0.1']],
  [['93.184.216.34', '10.0.0.1']],
  [['2606:4700::1111', '::1']],
  [['::ffff:a00:1']],
])('a name with the addresses %j is not asked', async (addresses) => {
  const { resolve } = names({ 'rebound.example': [addresses] });
  expect(said(await createOutbound({ resolve })(get('https://rebound.example/')))).toBe('private');
});

test.each(['169.254.169.254', '0.0.0.0', '224.0.0.1', 'fe80::1'])(
  'a name that is allowed to be private leads no request to %s',
  async (address) => {
    const { resolve } = names({ 'grafana.lan': [[address]] });
    const asked = get('http://grafana.lan/', { privateHosts: ['grafana.lan'] });
    expect(said(await createOutbound({ resolve })(asked))).toBe('private');
  },
);

test('a name is looked up once, and the address that was judged is the one that is asked', async () => {
  const { port, asked } = await serve((_request, response) => response.end('reached'));
  // Whoever looked it up again would be led elsewhere (DNS rebinding), and the system knows no such name.
  const { resolve, asked: lookedUp } = names({ 'grafana.lan': [['127.0.0.1'], ['127.0.0.9']] });
  const request = get(`http://grafana.lan:${port}/`, { privateHosts: ['grafana.lan'] });
  expect(said(await createOutbound({ resolve })(request))).toBe('reached');
  expect(lookedUp).toEqual(['grafana.lan']);
  expect(asked).toHaveLength(1);
});

test('V15.3.2 a redirect is an answer, and nobody follows it', async () => {
  const { port, asked } = await serve((_request, response) =>
    response.writeHead(302, { location: 'http://127.0.0.1/' }).end(),
  );
  const answer = await createOutbound()(get(`http://127.0.0.1:${port}/`, { privateHosts: ['127.0.0.1'] }));
  expect(answer).toMatchObject({ ok: true, status: 302 });
  expect(asked).toHaveLength(1);
});

test('a body is read up to the limit, whatever it says of its length', async () => {
  const { port } = await serve((request, response) => {
    const size = Number(request.url?.slice(1));
    response.flushHeaders();
    response.write('a'.repeat(size / 2));
    response.end('a'.repeat(size / 2));
  });
  const ask = (size: number) =>
    createOutbound()(get(`http://127.0.0.1:${port}/${size}`, { privateHosts: ['127.0.0.1'] }));
  expect(said(await ask(1000))).toHaveLength(1000);
  expect(said(await ask(1002))).toBe('too-large');
  expect(said(await ask(10_000_000))).toBe('too-large');
});

test.each([
  ['never answers', () => undefined],
  ['begins and never ends', (_request, response) => void response.write('a')],
  [
    'sends a byte now and then',
    (_request, response) => {
      const timer = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(timer));
    },
  ],
] as readonly (readonly [string, RequestListener])[])(
  'a server that %s is left when the time is over',
  async (_what, answer) => {
    const { port } = await serve(answer);
    const began = performance.now();
    const request = get(`http://127.0.0.1:${port}/`, { privateHosts: ['127.0.0.1'], within: 150 });
    expect(said(await createOutbound()(request))).toBe('too-slow');
    expect(performance.now() - began).toBeLessThan(2000);
  },
);

test('a look-up that hangs takes no longer either, and the caller can break everything off', async () => {
  const resolve = () => new Promise<never>(() => {});
  const outbound = createOutbound({ resolve });
  expect(said(await outbound(get('https://example.com/', { within: 50 })))).toBe('too-slow');
  const breakOff = new AbortController();
  const answer = outbound(get('https://example.com/', { signal: breakOff.signal }));
  breakOff.abort();
  expect(said(await answer)).toBe('broken-off');
  expect(said(await outbound(get('https://example.com/', { signal: breakOff.signal })))).toBe('broken-off');
});

test('a name without an address and a port without a server are told apart', async () => {
  const { resolve } = names({ 'here.lan': [['127.0.0.1']] });
  const outbound = createOutbound({ resolve });
  expect(said(await outbound(get('https://nowhere.example/')))).toBe('unknown-host');
  const { port } = await serve((_request, response) => response.destroy());
  expect(said(await outbound(get(`http://here.lan:${port}/`, { privateHosts: ['here.lan'] })))).toBe(
    'unreachable',
  );
  opened.pop()?.close();
  expect(said(await outbound(get(`http://here.lan:${port}/`, { privateHosts: ['here.lan'] })))).toBe(
    'unreachable',
  );
});

test('over TLS the certificate must be of the name, though the address was looked up before', async () => {
  const file = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../../test/support/tls/${name}`, import.meta.url)), 'utf8');
  const { port } = await serve((_request, response) => response.end('sealed'), {
    key: file('relay.key'),
    cert: file('relay.pem'),
  });
  const { resolve } = names({ 'relay.internal': [['127.0.0.1']], 'other.internal': [['127.0.0.1']] });
  const outbound = createOutbound({ resolve });
  const ask = (host: string) => outbound(get(`https://${host}:${port}/`, { privateHosts: [host] }));
  expect(said(await ask('relay.internal')), 'nobody vouches for it').toBe('certificate');
  setDefaultCACertificates([...trusted, file('ca.pem')]);
  expect(said(await ask('relay.internal'))).toBe('sealed');
  expect(said(await ask('other.internal')), 'it is of another name').toBe('certificate');
});
