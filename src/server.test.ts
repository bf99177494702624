import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword } from '../test/support/app.ts';
import { factors } from './factors/index.ts';
import { problems } from './server.ts';
import { english } from './words.ts';

const src = fileURLToPath(new URL('.', import.meta.url));
const html = { headers: { accept: 'text/html' } };

describe('the codes of refusals', () => {
  const declared = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .flatMap((file) => [
      ...readFileSync(join(src, file), 'utf8').matchAll(/: ProblemDefinition = \{\s*code: '([^']+)'/g),
    ])
    .map(([, code]) => code ?? '');

  test('every one that the source declares is in the list, and nothing else', () => {
    expect(declared.toSorted()).toEqual(problems.map(({ code }) => code).toSorted());
  });

  test('are those of the contract, with its statuses', () => {
    const ofFactors = factors.flatMap((factor) => factor.problems ?? []);
    expect(Object.fromEntries(problems.map(({ code, status }) => [code, status]))).toEqual({
      ...Object.fromEntries(ofFactors.map(({ code, status }) => [code, status])),
      'invalid-request': 400,
      'malformed-request': 400,
      'invalid-credentials': 401,
      'not-signed-in': 401,
      'challenge-required': 403,
      'forbidden-origin': 403,
      'not-found': 404,
      'method-not-allowed': 405,
      'request-timeout': 408,
      'username-taken': 409,
      'identity-last-way': 409,
      'identity-taken': 409,
      'key-invalid': 401,
      'key-not-enough': 403,
      'too-many-keys': 409,
      'no-such-scope': 422,
      'outside-account-exists': 409,
      'outside-login-expired': 410,
      'outside-login-failed': 502,
      'stale-data': 412,
      'other-account': 409,
      'other-login': 409,
      'data-too-large': 413,
      'body-too-large': 413,
      'unsupported-media-type': 415,
      'expectation-failed': 417,
      'username-refused': 422,
      'password-refused': 422,
      'data-refused': 422,
      'code-refused': 422,
      'totp-exists': 409,
      'totp-not-begun': 409,
      'no-second-factor': 409,
      'last-way-in': 409,
      'second-factor-required': 409,
      'proof-required': 403,
      'passkey-refused': 422,
      'too-many-passkeys': 409,
      'passkeys-unavailable': 409,
      'registration-closed': 403,
      'domain-refused': 422,
      'invitation-invalid': 404,
      'invitation-for-another': 403,
      'email-refused': 422,
      'email-needed': 422,
      'email-taken': 409,
      'link-over': 410,
      'app-request-refused': 400,
      'app-request-expired': 410,
      'mail-off': 503,
      'mail-not-waiting': 409,
      'not-permitted': 403,
      'admin-second-factor-missing': 403,
      'own-account': 409,
      'impersonation-refused': 403,
      'last-administrator': 409,
      'reason-missing': 422,
      'account-closed': 409,
      'no-verified-address': 409,
      'role-refused': 422,
      'token-refused': 422,
      'attributes-refused': 422,
      'unknown-operator': 400,
      'cursor-refused': 400,
      'setup-closed': 404,
      'setup-refused': 403,
      'too-many-attempts': 429,
      'headers-too-large': 431,
      busy: 503,
      internal: 500,
    });
  });
});

eachApp('the server', (open) => {
  test('every code has its page, every page its code, and the index lists them all', async () => {
    const { browser } = await open();
    const index = await browser().get('/problems', html);
    expect(index.status).toBe(200);
    const listed = [...index.text.matchAll(/href="\/problems\/([a-z-]+)"/g)].map(([, code]) => code ?? '');
    expect([...new Set(listed)].toSorted()).toEqual(problems.map(({ code }) => code).toSorted());
    for (const { code, words } of problems) {
      const page = await browser().get(`/problems/${code}`, html);
      expect([page.status, page.headers['content-type']], code).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.text).toContain(words(english).title);
    }
    expect((await browser().get('/problems/no-such-code', html)).status).toBe(404);
  });

  test('V16.5.1 a refusal is problem+json whose type is a page of this server', async () => {
    const { browser } = await open({ publicUrl: 'http://localhost:5000' });
    const answers = [
      await browser().get('/api/nothing'),
      await browser().get('/api/session'),
      await browser().post('/api/login', { username: 'somebody' }),
      await browser().login(freshName('nobody'), goodPassword),
      await browser().register('admin', goodPassword),
      await browser().register(freshName(), 'short'),
      await browser().send('PATCH', '/api/login', {}),
      await browser().post('/api/login', undefined, { raw: '{}', headers: { 'content-type': 'text/plain' } }),
      await browser().post('/api/logout', undefined, { headers: { origin: 'https://evil.example' } }),
      await browser().post('/api/login', undefined, { raw: `"${'x'.repeat(20_000)}"` }),
    ];
    for (const { status, headers, body } of answers) {
      expect(headers['content-type'], body.code).toBe('application/problem+json');
      const { errors, reason: _reason, ...standard } = body;
      expect(standard).toEqual({
        type: `http://localhost:5000/problems/${body.code}`,
        title: expect.stringMatching(/\w/),
        status,
        detail: expect.stringMatching(/\w.*[.!]$/),
        code: expect.stringMatching(/^[a-z-]+$/),
        requestId: headers['x-request-id'],
      });
      for (const error of errors ?? []) {
        expect(error).toEqual({
          pointer: expect.any(String),
          code: expect.any(String),
          detail: expect.stringMatching(/\w/),
        });
      }
      expect((await browser().get(new URL(body.type ?? '').pathname, html)).status).toBe(200);
    }
    expect(new Set(answers.map(({ body }) => body.code)).size).toBe(answers.length);
  });

  test('V3.4.1 over https every answer demands https for a year', async () => {
    const { browser } = await open({ publicUrl: 'https://login.example.com' });
    for (const url of ['/login', '/account', '/api/session', '/nothing', '/assets/nothing', '/healthz']) {
      const { headers } = await browser().get(url);
      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    }
  });

  test('V4.1.4 V13.4.4 a method that an address does not take is refused with those that it takes', async () => {
    const { browser, app } = await open();
    const expected: [string, string, string][] = [
      ['GET', '/api/login', 'POST, OPTIONS'],
      ['HEAD', '/api/login', 'POST, OPTIONS'],
      ['PUT', '/api/login', 'POST, OPTIONS'],
      ['POST', '/api/session', 'GET, HEAD, OPTIONS'],
      ['POST', '/api/me/data', 'GET, PUT, PATCH, HEAD, OPTIONS'],
      ['PATCH', '/api/me/sessions/x', 'DELETE, OPTIONS'],
      ['DELETE', '/', 'GET, HEAD, OPTIONS'],
      ['PUT', '/register', 'GET, POST, HEAD, OPTIONS'],
      ['TRACE', '/', 'GET, HEAD, OPTIONS'],
      ['TRACE', '/api/session', 'GET, HEAD, OPTIONS'],
    ];
    for (const [method, url, allow] of expected) {
      const answer = await app.inject({ method: method as 'GET', url });
      expect([answer.statusCode, answer.headers.allow], `${method} ${url}`).toEqual([405, allow]);
      if (method !== 'HEAD' && url.startsWith('/api')) expect(answer.json().code).toBe('method-not-allowed');
      const options = await browser().send('OPTIONS', url);
      expect([options.status, options.headers.allow, options.text]).toEqual([204, allow, '']);
    }
    const disguised = await browser().post(
      '/api/session',
      {},
      { headers: { 'x-http-method-override': 'GET' } },
    );
    expect(disguised.status).toBe(405);
  });

  test('V4.2.2 a HEAD is answered as the GET, without its body, and both tell its length', async () => {
    const { browser } = await open();
    for (const url of ['/healthz', '/openapi.json', '/problems']) {
      const [get, head] = [
        await browser().get(url, html),
        await browser().send('HEAD', url, undefined, html),
      ];
      expect([head.status, head.text, head.headers['content-type']]).toEqual([
        get.status,
        '',
        get.headers['content-type'],
      ]);
      const length = String(Buffer.byteLength(get.text));
      expect([get.headers['content-length'], head.headers['content-length']], url).toEqual([length, length]);
    }
  });

  test('V14.2.5 V1.1.1 an address that only looks like a private one leads to nothing', async () => {
    const { browser } = await open();
    const person = browser();
    await person.register(freshName(), goodPassword);
    for (const url of [
      '/account/x.css',
      '/account;.js',
      '/account%2f.css',
      '/api/me/data.css',
      '/api/session/',
      '/api//session',
    ]) {
      const answer = await person.get(url, html);
      expect(answer.status, url).toBe(404);
    }
  });

  test('V5.3.2 V13.4.1 V13.4.3 V13.4.7 only built assets are served, with no listing and no way out', async () => {
    const { browser } = await open();
    const manifest = (await browser().get('/login', html)).text.match(/\/assets\/[\w.-]+\.css/)?.[0] ?? '';
    const css = await browser().get(manifest);
    expect([css.status, css.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(css.headers['x-content-type-options']).toBe('nosniff');
    expect(css.headers['cross-origin-resource-policy']).toBe('same-origin');
    const nothing = [
      '/assets',
      '/assets/',
      '/assets/../server.js',
      '/assets/%2e%2e/server.js',
      '/assets/..%2fserver.js',
    ];
    nothing.push(
      '/assets/....//server.js',
      '/assets/.env',
      '/.git/config',
      '/.env',
      '/latchkey.sqlite',
      '/assets/%00',
    );
    for (const url of nothing) {
      const answer = await browser().get(url);
      expect(answer.status, url).toBeGreaterThanOrEqual(400);
      expect(answer.status, url).toBeLessThan(500);
      expect(answer.text, url).not.toContain('buildServer');
    }
  });

  test('says that it is alive, that it can serve, and what it counts', async () => {
    const { browser } = await open();
    expect((await browser().get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await browser().get('/readyz')).body).toEqual({ status: 'ok' });
    await browser().login(freshName('nobody'), goodPassword);
    const metrics = await browser().get('/metrics');
    expect(metrics.headers['content-type']).toMatch(/^text\/plain/);
    expect(metrics.text).toContain('latchkey_refusals_total{code="invalid-credentials"} 1');
    expect(metrics.text).toMatch(
      /latchkey_http_request_duration_seconds_count\{method="POST",route="\/api\/login",status="401"\} 1/,
    );
    expect(metrics.text).toContain('latchkey_password_hashes{state="running"} 0');
    expect(metrics.text).toContain('latchkey_mails_waiting 0');
    expect(metrics.text).toContain('latchkey_audit_head 0');
    expect(metrics.text).toContain('latchkey_mails_total{result="given-up"} 0');
  });

  test('V13.4.5 metrics are for loopback and configured addresses alone', async () => {
    const { browser } = await open({ metrics: { allowedAddresses: ['198.51.100.0/24', '2001:db8::7'] } });
    const status = async (address: string) => (await browser({ address }).get('/metrics')).status;
    for (const address of [
      '127.0.0.1',
      '::1',
      '::ffff:127.0.0.1',
      '198.51.100.9',
      '::ffff:198.51.100.9',
      '2001:db8::7',
    ]) {
      expect(await status(address), address).toBe(200);
    }
    for (const address of ['198.51.101.1', '10.0.0.1', '2001:db8::8', '::ffff:10.0.0.1']) {
      expect(await status(address), address).toBe(404);
    }
    const proxied = await open({ trustedProxies: ['127.0.0.1'] });
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    expect(
      (await proxied.browser().get('/metrics', { headers })).status,
      'through a proxy on this machine',
    ).toBe(404);
  });

  test('the number of series does not grow with the addresses that are asked for', async () => {
    const { browser } = await open();
    const series = async () => {
      const { text } = await browser().get('/metrics');
      return text.split('\n').flatMap((line) => /^(\S+_count\{.*\}) /.exec(line)?.[1] ?? []);
    };
    await browser().get('/nothing/0');
    // A request counts once its answer is gone, which may be after the next one was asked.
    await vi.waitFor(async () => {
      const counted = await series();
      for (const path of ['/metrics', 'unknown'])
        expect(counted).toContainEqual(expect.stringContaining(`"${path}"`));
    });
    const before = await series();
    for (let n = 0; n < 30; n++) await browser().get(`/nothing/${n}?x=${n}`);
    expect(await series()).toEqual(before);
  });

  test('V16.2.2 V16.2.4 the log has one JSON line for each request, with its id', async () => {
    const app = await open();
    const answer = await app.browser({ address: '203.0.113.8' }).get('/api/session?secret=canary', html);
    expect(app.log).toHaveLength(1);
    expect(JSON.parse(app.log[0] ?? '')).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      requestId: answer.headers['x-request-id'],
      method: 'GET',
      path: '/api/session',
      status: 401,
      code: 'not-signed-in',
      ms: expect.any(Number),
      address: '203.0.113.8',
    });
  });

  test('the request id is never taken from the client', async () => {
    const { browser } = await open();
    const headers = { 'x-request-id': 'mine', 'request-id': 'mine' };
    const ids = [await browser().get('/healthz', { headers }), await browser().get('/healthz', { headers })];
    expect(new Set(['mine', ...ids.map((answer) => answer.headers['x-request-id'])]).size).toBe(3);
  });

  test('V13.4.2 V16.5.3 V16.5.1 an error that nobody expected denies, and says nothing of itself', async () => {
    const app = await open();
    const person = app.browser();
    await person.register(freshName(), goodPassword);
    const { find } = app.services.sessions;
    Object.assign(app.services.sessions, {
      find: () => Promise.reject(new Error('the secret plan of the table sessions')),
    });
    for (const url of ['/api/session', '/api/me/data']) {
      const answer = await person.get(url);
      expect([answer.status, answer.body.code]).toEqual([500, 'internal']);
      expect(answer.text).not.toContain('plan');
    }
    const page = await person.get('/account', html);
    expect(page.status).toBe(500);
    expect(page.text.match(/Something went wrong/g), 'title and heading').toHaveLength(2);
    expect(page.text).not.toContain('plan');
    expect(page.text, 'the request id is on the page').toContain(page.headers['x-request-id'] ?? '-');
    expect(app.log.join('')).toContain('secret plan');
    Object.assign(app.services.sessions, { find });
    expect((await person.get('/api/session')).status).toBe(200);
  });

  test('V1.5.1 V3.5.2 an API that is asked for without JSON says what it takes', async () => {
    const { browser } = await open();
    for (const type of [
      '',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ]) {
      const extras = {
        raw: JSON.stringify({ username: freshName(), password: otherPassword }),
        headers: { 'content-type': type },
      };
      for (const url of ['/api/login', '/api/register', '/api/me/password']) {
        const { status, body } = await browser().post(url, undefined, extras);
        expect([status, body.code], `${url} ${type}`).toEqual([415, 'unsupported-media-type']);
        expect(body.detail).toBe('Send `Content-Type: application/json`.');
      }
    }
  });
});
