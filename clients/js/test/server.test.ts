import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { base64url, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshName, goodPassword } from '../../../test/support/app.ts';
import { type Latchkey as Server, startForClients } from '../../../test/support/real-clients.ts';
import { backend, InvalidToken, protectResource, Refusal, verifyToken } from '../src/server.ts';

const resource = 'https://mcp.example.com/mcp';

let login: Server;
beforeAll(async () => {
  login = await startForClients();
  await login.addResource({ url: resource, name: 'Notes', scopes: { 'notes:read': 'Read your notes' } });
});
afterAll(() => login?.stop());

const json = { 'content-type': 'application/json' };

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${login.url}/api${path}`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });
  const [cookie = ''] = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  return {
    status: answer.status,
    cookie,
    body: (await answer.json().catch(() => ({}))) as { token: string },
  };
}

/** Somebody in a browser and in a program. */
async function somebody() {
  const username = freshName();
  const { cookie } = await post('/register', { username, password: goodPassword });
  const { body } = await post('/login', { username, password: goodPassword, transport: 'bearer' });
  return { username, cookie, bearer: `Bearer ${body.token}` };
}

const asked = (headers: Record<string, string>, method = 'GET') =>
  new Request('https://app.example.com/notes', { method, headers });

const nameIn = async (whoIs: ReturnType<typeof backend>['whoIs'], request: Parameters<typeof whoIs>[0]) =>
  (await whoIs(request))?.account.username;

describe('whoIs', () => {
  test('knows who asks by cookie or token, in each shape of a request, and nobody a moment after they signed out', async () => {
    const { whoIs } = backend(`${login.url}/`);
    const { username, cookie, bearer } = await somebody();
    const shapes = [
      asked({ cookie }),
      asked({ cookie: `theme=dark; ${cookie}; other=1` }),
      asked({ authorization: bearer }),
      { headers: { cookie } },
      { headers: { authorization: bearer, cookie: 'latchkey=of-somebody-else' }, method: 'POST' },
      { headers: new Headers({ cookie }) },
      { headers: { get: (name: string) => (name === 'cookie' ? cookie : null) } },
    ];
    for (const shape of shapes) expect(await nameIn(whoIs, shape)).toBe(username);
    expect(await whoIs(asked({}))).toBeNull();
    expect(await whoIs(asked({ authorization: `${bearer}x` }))).toBeNull();
    await post('/logout', {}, { cookie });
    expect(await whoIs(asked({ cookie }))).toBeNull();
    expect(await nameIn(whoIs, asked({ authorization: bearer })), 'another session').toBe(username);
  });

  test('asks only where there is something to ask about, and passes on nothing but that', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const { whoIs } = backend(login.url);
    await whoIs(asked({ cookie: 'other=1; not-latchkey=2', authorization: 'Basic b3R0bzpvdHRv' }));
    expect(fetched).not.toHaveBeenCalled();
    const headers = { cookie: 'other=1; latchkey=abc; session=3', 'x-forwarded-for': '1.2.3.4' };
    expect(await whoIs(asked(headers))).toBeNull();
    expect(fetched.mock.calls.map(([, init]) => init?.headers)).toEqual([{ cookie: 'latchkey=abc' }]);
  });

  test.each([
    ['of another site', 'POST', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
    ['of another site that an old browser names', 'DELETE', { origin: 'https://evil.example' }, false],
    ['of a page without an origin', 'PUT', { origin: 'null' }, false],
    [
      'of a neighbour on the same site',
      'POST',
      { 'sec-fetch-site': 'same-site', origin: 'https://blog.example.com' },
      false,
    ],
    [
      'of the app itself',
      'POST',
      { 'sec-fetch-site': 'same-origin', origin: 'https://app.example.com' },
      true,
    ],
    ['of the app itself in an old browser', 'POST', { origin: 'https://app.example.com' }, true],
    [
      'of an origin that is named',
      'POST',
      { 'sec-fetch-site': 'same-site', origin: 'https://www.example.com' },
      true,
    ],
    ['of another site that only reads', 'GET', { 'sec-fetch-site': 'cross-site' }, true],
  ])('V3.5.1 a change with a cookie %s', async (_, method, headers, isTaken) => {
    const { whoIs } = backend('http://127.0.0.1:9', { origins: ['https://www.example.com'] });
    const sent = { method, headers: { cookie: 'latchkey=abc', host: 'app.example.com', ...headers } };
    const refused = await whoIs(sent).catch((error: Refusal) => error.code);
    // What is taken goes on to the server, where nobody answers here.
    expect(refused).toBe(isTaken ? 'no-answer' : 'forbidden-origin');
  });

  test('keeps an answer only for as long as it is told to, and no failure', async () => {
    const { cookie, username } = await somebody();
    const { whoIs } = backend(login.url, { cacheFor: '5s' });
    const fetched = vi.spyOn(globalThis, 'fetch');
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
    fetched.mockRejectedValueOnce(new TypeError('fetch failed'));
    await expect(whoIs(asked({ cookie }))).rejects.toMatchObject({ code: 'no-answer', status: 0 });
    expect(await nameIn(whoIs, asked({ cookie }))).toBe(username);
    await post('/logout', {}, { cookie });
    fetched.mockClear();
    clock.mockReturnValue(5900);
    expect(await nameIn(whoIs, asked({ cookie })), 'the lag that was asked for').toBe(username);
    expect(fetched).not.toHaveBeenCalled();
    clock.mockReturnValue(6100);
    expect(await whoIs(asked({ cookie }))).toBeNull();
    expect(() => backend(login.url, { cacheFor: 'soon' as '5s' })).toThrow('such as "5s"');
  });
});

/** An issuer that signs whatever a test wants, and counts who asks for its keys. */
async function startIssuer() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'own', alg: 'ES256', use: 'sig' };
  const stranger = await generateKeyPair('ES256', { extractable: true });
  let asked = 0;
  const http: HttpServer = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [{ kty: 'RSA', kid: 'rsa', n: 'AQAB', e: 'AQAB' }, jwk] }));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: issuer, sub: 'ada', aud: resource, exp: now + 60, iat: now - 1, scope: 'notes:read' };
  const head = { alg: 'ES256', typ: 'at+jwt', kid: 'own' };
  const sign = (claims: object = {}, header: object = {}, key = privateKey) =>
    new SignJWT({ ...good, ...claims } as JWTPayload).setProtectedHeader({ ...head, ...header }).sign(key);
  const part = (value: object) => base64url.encode(JSON.stringify(value));
  return {
    issuer,
    jwk,
    stranger,
    good,
    head,
    sign,
    part,
    now,
    asked: () => asked,
    close: () => http.close(),
  };
}

describe('verifyToken', () => {
  let x: Awaited<ReturnType<typeof startIssuer>>;
  beforeAll(async () => {
    x = await startIssuer();
  });
  const stopTime = () => vi.spyOn(Date, 'now').mockReturnValue(x.now * 1000);
  afterAll(() => x?.close());

  test('takes a token that the server has made from a session', async () => {
    const { bearer } = await somebody();
    const { body } = await post('/session/token', { resource }, { authorization: bearer });
    const claims = await verifyToken(body.token, { issuer: login.url, resource });
    expect(claims).toMatchObject({
      iss: login.url,
      aud: resource,
      client_id: 'session',
      sub: expect.any(String),
    });
    await expect(verifyToken(body.token, { issuer: login.url, resource: `${resource}/` })).rejects.toThrow(
      InvalidToken,
    );
  });

  test('takes one that is signed by a key of the issuer, is for it and still works', async () => {
    stopTime();
    for (const claims of [
      {},
      { aud: ['https://other.example', resource] },
      { exp: x.now - 2 },
      { nbf: x.now + 2 },
    ])
      expect(await verifyToken(await x.sign(claims), { issuer: `${x.issuer}/`, resource })).toMatchObject({
        sub: 'ada',
      });
  });

  const forged: [string, () => Promise<string> | string][] = [
    ['another issuer', () => x.sign({ iss: 'https://evil.example' })],
    ['another issuer that begins alike', () => x.sign({ iss: `${x.issuer}.evil.example` })],
    ['another resource', () => x.sign({ aud: 'https://other.example' })],
    ['a resource that begins alike', () => x.sign({ aud: `${resource}/more` })],
    ['no resource', () => x.sign({ aud: undefined })],
    ['the past', () => x.sign({ exp: x.now - 6 })],
    ['no end', () => x.sign({ exp: undefined })],
    ['an end that is a text', () => x.sign({ exp: String(x.now + 60) })],
    ['the future', () => x.sign({ nbf: x.now + 60 })],
    ['a start that is no time', () => x.sign({ nbf: 'soon' })],
    ['a later issue', () => x.sign({ iat: x.now + 60 })],
    ['nobody', () => x.sign({ sub: '' })],
    ['somebody who is no text', () => x.sign({ sub: 7 })],
    ['an ID token', () => x.sign({}, { typ: 'JWT' })],
    ['no type', () => x.sign({}, { typ: undefined })],
    ['a key of a stranger', () => x.sign({}, {}, x.stranger.privateKey)],
    [
      'a key that it brings along',
      async () => x.sign({}, { jwk: await exportJWK(x.stranger.publicKey) }, x.stranger.privateKey),
    ],
    ['a key that nobody knows', () => x.sign({}, { kid: 'other' })],
    ['no key', () => x.sign({}, { kid: undefined })],
    ['the algorithm none', () => `${x.part({ ...x.head, alg: 'none' })}.${x.part(x.good)}.`],
    ['no signature', () => `${x.part(x.head)}.${x.part(x.good)}.`],
    [
      'HMAC with the public key',
      async () =>
        new SignJWT(x.good)
          .setProtectedHeader({ ...x.head, alg: 'HS256' })
          .sign(new TextEncoder().encode(JSON.stringify(x.jwk))),
    ],
    [
      'other words under the signature',
      async () => {
        const [head, , signature] = (await x.sign()).split('.');
        return `${head}.${x.part({ ...x.good, sub: 'eve' })}.${signature}`;
      },
    ],
    ['one character that is no base64url', async () => (await x.sign()).replace('.', '.=')],
    ['a fourth part', async () => `${await x.sign()}.${x.part({})}`],
    ['an opaque token', () => 'lko_abcdefghijklmnop'],
    ['nothing', () => ''],
    ['no JSON', () => `${base64url.encode('null')}.${base64url.encode('null')}.AA`],
    ['more than any token', () => 'a'.repeat(20_000)],
  ];
  test.each(forged)('V9.1.1 V9.1.2 V9.2.1 V9.2.2 V9.2.3 refuses a token with %s', async (_, make) => {
    stopTime();
    const token = await make();
    await expect(verifyToken(token, { issuer: x.issuer, resource })).rejects.toThrow(InvalidToken);
  });

  test('refuses an extension that it does not know', async () => {
    const [, body] = (await x.sign()).split('.');
    const header = x.part({ ...x.head, crit: ['exp'] });
    await expect(verifyToken(`${header}.${body}.AA`, { issuer: x.issuer, resource })).rejects.toThrow(
      'more than is known',
    );
  });

  test('asks for the keys once, again for one that is missing after half a minute, and never sits on a failure', async () => {
    const own = await startIssuer();
    // Its own: on a busy machine it started seconds after the other.
    vi.spyOn(Date, 'now').mockReturnValue(own.now * 1000);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000_000);
    const verify = async (header = {}) =>
      verifyToken(await own.sign({}, header), { issuer: own.issuer, resource }).then(
        () => 'taken',
        (error) => error.name,
      );
    const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed'));
    expect(await verify(), 'a 503, no 401').toBe('TypeError');
    expect(await Promise.all([verify(), verify(), verify({ kid: 'made-up' })])).toEqual([
      'taken',
      'taken',
      'InvalidToken',
    ]);
    expect(own.asked()).toBe(1);
    clock.mockReturnValue(1_031_000);
    expect([await verify({ kid: 'made-up' }), await verify({ kid: 'made-up' }), own.asked()]).toEqual([
      'InvalidToken',
      'InvalidToken',
      2,
    ]);
    clock.mockReturnValue(1_700_000);
    expect([await verify(), own.asked()]).toEqual(['taken', 3]);
    fetched.mockRestore();
    own.close();
  });

  test('a protected resource tells clients where to ask, and lets in tokens with its scopes alone', async () => {
    stopTime();
    const notes = protectResource({ issuer: x.issuer, resource, name: 'Notes', scopes: ['notes:read'] });
    const server = createServer(async (request: IncomingMessage, response) => {
      const claims = await notes.guard(request, response);
      if (claims) response.end(`notes of ${claims.sub}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const get = async (path: string, token?: string) => {
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const answer = await fetch(url + path, { headers });
      return {
        status: answer.status,
        says: answer.headers.get('www-authenticate'),
        text: await answer.text(),
      };
    };
    const metadata = await get('/.well-known/oauth-protected-resource/mcp');
    expect(JSON.parse(metadata.text)).toEqual({
      resource,
      authorization_servers: [x.issuer],
      bearer_methods_supported: ['header'],
      scopes_supported: ['notes:read'],
      resource_name: 'Notes',
    });
    const place = 'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"';
    expect(await get('/mcp')).toMatchObject({ status: 401, says: `Bearer scope="notes:read", ${place}` });
    expect(await get('/mcp', 'nonsense')).toMatchObject({
      status: 401,
      says: expect.stringMatching(/error="invalid_token"/),
    });
    const narrow = await get('/mcp', await x.sign({ scope: 'notes:readings' }));
    expect(narrow).toMatchObject({
      status: 403,
      says: expect.stringMatching(/error="insufficient_scope".*scope="notes:read"/),
    });
    expect(await get('/mcp', await x.sign())).toMatchObject({ status: 200, text: 'notes of ada' });
    const wider = await notes.authorize(asked({ authorization: `Bearer ${await x.sign()}` }), [
      'notes:read',
      'notes:write',
    ]);
    expect(wider).toMatchObject({ ok: false, status: 403 });
    const silent = protectResource({ issuer: 'http://127.0.0.1:9', resource });
    const written: unknown[] = [];
    const response = {
      writeHead(status: number) {
        written.push(status);
        return { end: () => undefined };
      },
    };
    const sent = { headers: { authorization: `Bearer ${await x.sign()}` } };
    expect([await silent.guard(sent, response), written], 'no 401').toEqual([undefined, [503]]);
    server.close();
  });
});

test('a refusal of the login server is no answer about anybody', async () => {
  const http = createServer(
    (_request, response) => void response.writeHead(503, json).end('{"code":"busy","detail":"Busy."}'),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { whoIs } = backend(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  await expect(whoIs(asked({ cookie: 'latchkey=abc' }))).rejects.toThrow(Refusal);
  await expect(whoIs(asked({ cookie: 'latchkey=abc' }))).rejects.toMatchObject({ status: 503, code: 'busy' });
  http.close();
});
