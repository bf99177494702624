import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../support/app.ts';

const publicUrl = 'https://login.example.com';
const allowedOrigins = ['https://app.example.com'];
const limits = { registrations: 1_000_000, registrationsBeforeChallenge: 1_000_000 };
const production = { mode: 'production', publicUrl, allowedOrigins, limits } as const;

const strangers = [
  'https://evil.example',
  'http://app.example.com',
  'https://app.example.com.evil.example',
  'https://app.example.com:8443',
  'https://evil-app.example.com',
  'https://APP.example.com',
  'https://app.example.com/',
  'https://sub.app.example.com',
  'http://127.0.0.1:3000',
  'http://localhost:3000',
  'null',
  '',
  'garbage',
];

eachApp('requests that a browser sends for another website', (open) => {
  test('V3.4.2 an allowed origin may read answers with cookies, and what it needs to see of their headers', async () => {
    const { browser } = await open(production);
    const headers = { origin: 'https://app.example.com' };
    const answer = await browser().post(
      '/api/register',
      { username: freshName(), password: goodPassword },
      { headers },
    );
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    for (const header of ['ETag', 'Retry-After', 'Latchkey-Token']) {
      expect(answer.headers['access-control-expose-headers']).toContain(header);
    }
    const refused = await browser().get('/api/session', { headers });
    expect(refused.headers['access-control-allow-origin'], 'of a refusal too').toBe(
      'https://app.example.com',
    );
  });

  test('a preflight is answered with what may be sent', async () => {
    const { browser } = await open(production);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const headers = {
        origin: 'https://app.example.com',
        'access-control-request-method': method,
        'access-control-request-headers': 'content-type, if-match, authorization',
      };
      const answer = await browser().send('OPTIONS', '/api/me/data', undefined, { headers });
      expect(answer.status).toBe(204);
      expect(answer.headers['access-control-allow-origin']).toBe('https://app.example.com');
      expect(answer.headers['access-control-allow-methods']).toContain(method);
      expect(answer.headers['access-control-allow-headers']).toMatch(/Content-Type.*Authorization.*If-Match/);
    }
  });

  test.each(strangers)('V3.4.2 V3.5.1 V7.6.2 nothing is done for and nothing said to %j', async (origin) => {
    const { browser, services } = await open(production);
    const person = browser();
    await person.register(freshName(), goodPassword);
    const headers = { origin };
    const name = freshName();
    const requests = [
      await person.post('/api/register', { username: name, password: goodPassword }, { headers }),
      await person.post('/api/login', { username: name, password: goodPassword }, { headers }),
      await person.post('/api/logout', undefined, { headers }),
      await person.send('PUT', '/api/me/data', { hacked: true }, { headers }),
      await person.send('DELETE', '/api/me/sessions', undefined, { headers }),
      await person.submit('/logout', {}, { headers }),
      await person.submit('/register', { username: name, password: goodPassword }, { headers }),
      await person.submit('/account/data', { data: '{}', etag: '' }, { headers }),
    ];
    for (const answer of requests) {
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.cookies).toEqual([]);
    }
    expect(requests[0]?.body.code).toBe('forbidden-origin');
    const read = await person.get('/api/session', { headers });
    expect([read.status, read.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    const preflight = { headers: { origin, 'access-control-request-method': 'PUT' } };
    const asked = await person.send('OPTIONS', '/api/me/data', undefined, preflight);
    expect(Object.keys(asked.headers).filter((header) => header.startsWith('access-control'))).toEqual([]);
    expect((await person.get('/api/me/data')).text).toBe('{}');
    expect(await services.accounts.findByKey(name)).toBeUndefined();
  });

  test('the log names the code of a refusal, and once the setting that allows the origin', async () => {
    const { browser, log, services } = await open.anew(production);
    const headers = { origin: 'https://new.example' };
    const preflight = { ...headers, 'access-control-request-method': 'POST' };
    await browser().send('OPTIONS', '/api/login', undefined, { headers: preflight });
    await browser().post('/api/login', {}, { headers });
    await browser().submit('/login', {});
    const lines = log.map((line) => JSON.parse(line));
    const told = lines
      .filter(({ path }) => path !== undefined)
      .map(({ path, status, code }) => [path, status, code]);
    expect(told).toEqual([
      ['/api/login', 204, 'forbidden-origin'],
      ['/api/login', 403, 'forbidden-origin'],
      ['/login', 400, 'invalid-request'],
    ]);
    const warnings = lines.filter(({ level, origin }) => level === 40 && origin === 'https://new.example');
    expect(warnings).toHaveLength(1);
    expect(warnings[0].msg).toContain('LATCHKEY_ALLOWED_ORIGINS=https://new.example');
    const metrics = await services.metrics.text();
    expect(metrics).toContain('latchkey_refusals_total{code="forbidden-origin"} 2');
    expect(metrics, 'of a form that is shown again, too').toContain(
      'latchkey_refusals_total{code="invalid-request"} 1',
    );
  });

  test.each([
    ['cross-site', 403],
    ['same-site', 403],
    ['garbage', 403],
    ['', 403],
    ['same-origin', 401],
    ['none', 401],
  ])('V3.5.1 without an origin, Sec-Fetch-Site %j is answered %s', async (site, status) => {
    const { browser } = await open(production);
    const headers = { 'sec-fetch-site': site };
    const body = { username: freshName('nobody'), password: goodPassword };
    expect((await browser().post('/api/login', body, { headers })).status).toBe(status);
  });

  test.each([
    ['null', 'same-origin', 401],
    ['null', undefined, 403],
    ['null', 'none', 403],
    ['null', 'same-site', 403],
    ['null', 'cross-site', 403],
    ['null', 'same-origin, same-origin', 403],
    ['NULL', 'same-origin', 403],
    ['null null', 'same-origin', 403],
    ['https://evil.example', 'same-origin', 403],
    ['https://login.example.com.evil.example', 'same-origin', 403],
    ['https://evil.example', 'none', 403],
  ])('V3.5.1 from the origin %j with Sec-Fetch-Site %j is answered %s', async (origin, site, status) => {
    const { browser } = await open(production);
    const headers = { origin, ...(site && { 'sec-fetch-site': site }) };
    const nobody = freshName('nobody');
    const login = { username: nobody, password: goodPassword };
    const answer = await browser().post('/api/login', login, { headers });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([status, undefined]);
    expect((await browser().submit('/login', login, { headers })).status).toBe(status);
    const workshop = await open();
    const query = `username=${nobody}&password=insecure`;
    const registered = await workshop.browser().post(`/register?${query}`, undefined, { headers });
    expect(registered.status, 'the workshop, too').toBe(status === 403 ? 403 : 200);
  });

  test('V3.5.1 a name rebound to this address is a stranger, whatever its browser says of the site', async () => {
    const { browser } = await open();
    const person = browser();
    await person.register(freshName(), goodPassword);
    const headers = {
      host: 'evil.test:5000',
      origin: 'http://evil.test:5000',
      'sec-fetch-site': 'same-origin',
    };
    const answer = await person.send('PUT', '/api/me/data', { hacked: true }, { headers });
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden-origin']);
  });

  test('V3.5.1 in development a name that this server does not know reads nothing', async () => {
    const { browser } = await open({ publicUrl: 'http://dev.example:5000', host: 'build-7.lan' });
    const known = ['dev.example', 'DEV.example:5000', 'build-7.lan:5000', 'localhost:1', 'a.localhost'];
    known.push('127.0.0.1', '127.1.2.3:5000', '[::1]:5000', '192.168.0.7:5000', '[fd00::7]:5000');
    const strange = ['evil.test:5000', 'localhost.evil.test', '127.0.0.1.evil.test', '1.2.3.4.5'];
    const malformed = ['localhost@evil.test', 'evil.test/localhost', '::1', ' '];
    for (const path of ['/metrics', '/healthz', '/', '/nothing', '/openapi.json']) {
      for (const host of known) {
        expect((await browser().get(path, { headers: { host } })).status, host).not.toBe(403);
      }
      for (const host of strange) {
        const answer = await browser().get(path, { headers: { host } });
        expect([answer.status, answer.headers['access-control-allow-origin']], host).toEqual([
          403,
          undefined,
        ]);
        expect(answer.text).toContain('publicUrl');
      }
      for (const host of malformed)
        expect((await browser().get(path, { headers: { host } })).status, host).toBe(400);
    }
    const served = await open(production);
    const headers = { host: 'whatever.example' };
    expect((await served.browser().get('/healthz', { headers })).status, 'behind a proxy').toBe(200);
  });

  test('in development every loopback origin is allowed, and no other', async () => {
    const { browser } = await open();
    for (const origin of [
      'http://127.0.0.1:3000',
      'http://localhost:5173',
      'http://[::1]:8080',
      'https://localhost',
      'http://a.localhost:1',
    ]) {
      const answer = await browser().get('/healthz', { headers: { origin } });
      expect(answer.headers['access-control-allow-origin'], origin).toBe(origin);
    }
    for (const origin of [
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'http://192.168.0.1',
      'http://localhost@evil.example',
      'null',
    ]) {
      const answer = await browser().get('/healthz', { headers: { origin } });
      expect(answer.headers['access-control-allow-origin'], origin).toBeUndefined();
    }
  });

  test('a program, which sends neither header, is served', async () => {
    const { browser } = await open(production);
    expect((await browser().register(freshName(), goodPassword)).status).toBe(201);
  });
});
