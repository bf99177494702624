import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../support/app.ts';
import type { Browser } from '../support/browser-of.ts';
import { everyRow } from '../support/every-row.ts';
import { leadsTo } from '../support/leads-to.ts';
import { codeTo, freshAddress } from '../support/mails.ts';
import { proofOfWork } from '../support/proof-of-work.ts';

const text = 'text/plain; charset=utf-8';
const html = { headers: { accept: 'text/html,application/xhtml+xml' } };

/** As Insomnia and curl write an address: everything but letters and digits in percent. */
const query = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

const register = (browser: Browser, fields: Record<string, string>) =>
  browser.post(`/register?${query(fields)}`);
const login = (browser: Browser, fields: Record<string, string>) => browser.get(`/login?${query(fields)}`);

eachApp("the workshop's requests", (open) => {
  test.each(['development', 'production'] as const)(
    'refuse another method or media type in a sentence, and to a browser on a page: %s',
    async (mode) => {
      const app = await open(
        mode === 'production' ? { mode, publicUrl: 'https://login.example.com' } : { mode },
      );
      const host = mode === 'production' ? { host: 'login.example.com' } : {};
      const json = { 'content-type': 'application/json' };
      const requests = [
        ['POST', '/login', json, 415],
        ['POST', '/register', json, 415],
        ['POST', '/register?username=ada&password=secret&data=x', json, 415],
        ['POST', '/login', { 'content-type': 'text/csv' }, 415],
        ['PUT', '/login', {}, 405],
        ['PATCH', '/login', json, 405],
        ['DELETE', '/register', {}, 405],
        ['PUT', '/', {}, 405],
        ['POST', '/', json, 405],
      ] as const;
      const ask = async (accept: string | undefined, [method, url, headers]: (typeof requests)[number]) => {
        const payload = 'content-type' in headers ? { payload: '{}' } : {};
        const sent = { ...host, ...headers, ...(accept !== undefined && { accept }) };
        return app.app.inject({ method, url, headers: sent, ...payload });
      };
      for (const request of requests) {
        const title = `${request[0]} ${request[1]}`;
        for (const accept of [undefined, '*/*', 'application/json']) {
          const answer = await ask(accept, request);
          expect([answer.statusCode, answer.headers['content-type']], title).toEqual([request[3], text]);
          expect(answer.payload, title).toMatch(/^[A-Z][^<>]+[.]$/);
          if (request[3] === 405) expect(answer.headers.allow, title).toContain('GET');
        }
        const page = await ask('text/html,*/*', request);
        expect([page.statusCode, page.payload.startsWith('<!doctype html>')], title).toEqual([
          request[3],
          true,
        ]);
      }
      const logout = await ask('*/*', ['PUT', '/logout' as '/login', {}, 405]);
      expect(logout.payload, 'no address of the workshop').toContain('<!doctype html>');
    },
  );

  test('answer as the workshop says, to the byte', async () => {
    const { browser } = await open();
    const curl = browser({ device: 'curl/8.9.1' });
    const soham = { username: freshName('soham'), password: 'insecure' };
    const steps = [
      [await curl.get('/'), 200, 'Hello World!'],
      [await register(curl, { ...soham, data: 'testing' }), 200, 'Success'],
      [await register(curl, { ...soham, data: 'other' }), 409, 'User already registered.'],
      [await login(curl, soham), 200, 'testing'],
      [await login(curl, { ...soham, password: 'wrong' }), 401, 'User not found'],
      [await login(curl, { username: freshName('nobody'), password: 'insecure' }), 401, 'User not found'],
    ] as const;
    for (const [answer, status, words] of steps) {
      expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([status, words, text]);
      expect(answer.cookies, 'no session comes of it').toEqual([]);
    }
  });

  test('any data comes back byte for byte', async () => {
    const { browser } = await open();
    const unit = fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        '\n',
        '\r\n',
        '\0',
        '&',
        '=',
        '+',
        '%',
        '#',
        ' ',
        '😀',
        '\u2028',
        '{"a":1}',
        '", "password": "',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { maxLength: 40 }), async (units) => {
        const data = units.join('');
        const person = { username: freshName(), password: 'insecure' };
        expect((await register(browser(), { ...person, data })).text).toBe('Success');
        const answer = await login(browser(), person);
        expect(answer.text).toBe(data);
        expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(data)));
      }),
      { numRuns: 60, examples: [[['']], [['null']], [['{}']], [['"quoted"']], [['\0']], [['a+b c%20d']]] },
    );
  });

  test('a plus sign is a space, an empty and a missing datum are the empty text', async () => {
    const { browser } = await open();
    const name = freshName();
    await browser().post(`/register?username=${name}&password=p+w&data=a+b%2Bc`);
    expect((await browser().get(`/login?username=${name}&password=p%20w`)).text).toBe('a b+c');
    for (const rest of ['', '&data', '&data=']) {
      const other = freshName();
      await browser().post(`/register?username=${other}&password=x${rest}`);
      const answer = await browser().get(`/login?username=${other}&password=x`);
      expect([answer.status, answer.text]).toEqual([200, '']);
    }
  });

  test.each([
    ['POST', '/register', 'username'],
    ['POST', '/register?password=x', 'username'],
    ['POST', '/register?username=&password=x', 'username'],
    ['POST', '/register?username=somebody', 'password'],
    ['POST', '/register?username=somebody&password=', 'password'],
    ['GET', '/login', 'username'],
    ['GET', '/login?password=x', 'username'],
    ['GET', '/login?username=somebody', 'password'],
  ] as const)('%s %s says that the %s is missing', async (method, url, missing) => {
    const { browser } = await open();
    const answer = await browser().send(method, url);
    expect([answer.status, answer.headers['content-type']]).toEqual([400, text]);
    expect(answer.text).toContain(`The ${missing} is missing.`);
  });

  test('bytes that are not UTF-8 are refused, and nobody is registered', async () => {
    const { browser, services } = await open();
    const name = freshName();
    for (const data of ['%FF', '%C3%28', '%ED%A0%80', '%', '%zz']) {
      const answer = await browser().post(`/register?username=${name}&password=x&data=${data}`);
      expect([answer.status, answer.headers['content-type']]).toEqual([400, text]);
      expect(answer.text).toContain('write %25 for a %');
    }
    expect(await services.accounts.findByKey(name)).toBeUndefined();
  });

  test.each([
    ['POST', '/login?username=a&password=b', 'GET /login?username='],
    ['GET', '/register?username=a&password=b', 'POST /register?username='],
  ] as const)('%s %s, the wrong method, is told the right one', async (method, url, right) => {
    const { browser } = await open();
    const answer = await browser().send(method, url);
    expect([answer.status, answer.headers['content-type']]).toEqual([400, text]);
    expect(answer.text).toContain(right);
    const page = await browser().send(method, url, undefined, html);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  test('names keep their rules, but one character is enough', async () => {
    const { browser } = await open();
    for (const username of ['ab', 'é']) {
      expect((await register(browser(), { username, password: 'x' })).status).toBe(200);
    }
    for (const username of ['with space', 'admin', 'a'.repeat(33), 'nul\0']) {
      const answer = await register(browser(), { username, password: 'x' });
      expect([answer.status, answer.headers['content-type']], username).toEqual([400, text]);
      expect(answer.text).toMatch(/username/);
      expect(answer.text, 'a sentence, not a code').toMatch(/ .+\.$/);
    }
  });

  test('a name is one, in whatever case', async () => {
    const { browser } = await open();
    const name = freshName('soham');
    await register(browser(), { username: name, password: 'x', data: 'd' });
    expect((await register(browser(), { username: name.toUpperCase(), password: 'x' })).status).toBe(409);
    expect((await login(browser(), { username: name.toUpperCase(), password: 'x' })).text).toBe('d');
  });

  test('the account is an ordinary one: it logs in over the API and on the page, and its weak password is marked', async () => {
    const { browser, services } = await open();
    const person = { username: freshName(), password: 'insecure' };
    await register(browser(), { ...person, data: 'testing' });
    const api = browser();
    const answer = await api.login(person.username, person.password);
    expect(answer.body.status).toBe('complete');
    expect((await api.get('/api/me/data')).text).toBe('"testing"');
    const page = await browser().submit('/login', person);
    expect([page.status, leadsTo(page)]).toEqual([303, '/account']);
    const weakness = async (id: string) =>
      (
        await services.db
          .selectFrom('passwords')
          .select('weak')
          .where('account_id', '=', id)
          .executeTakeFirstOrThrow()
      ).weak;
    expect(await weakness(answer.body.account?.id ?? '')).toBe(1);
    const strong = { username: freshName(), password: goodPassword };
    await register(browser(), strong);
    const { body } = await browser().login(strong.username, strong.password);
    expect(await weakness(body.account?.id ?? '')).toBe(0);
  });

  test('what the API has stored comes as JSON, and a text as itself', async () => {
    const { browser } = await open();
    const person = { username: freshName(), password: goodPassword };
    const api = browser();
    await api.register(person.username, person.password, { data: { list: [1, 'two'] } });
    expect((await login(browser(), person)).text).toBe('{"list":[1,"two"]}');
    await api.send('PUT', '/api/me/data', 'text with "quotes"');
    expect((await login(browser(), person)).text).toBe('text with "quotes"');
  });

  test('a browser gets pages at the same addresses', async () => {
    const { browser } = await open();
    for (const url of ['/', '/login', '/register']) {
      const answer = await browser().get(url, html);
      expect([answer.status, answer.headers['content-type']], url).toEqual([200, 'text/html; charset=utf-8']);
    }
    const person = { username: freshName(), password: 'insecure' };
    expect((await browser().post(`/register?${query(person)}`, undefined, html)).text).toBe('Success');
    const typed = await browser().get(`/login?${query(person)}`, html);
    expect([typed.status, typed.headers['content-type']], 'typed into the address bar').toEqual([200, text]);
  });

  test('waits hold for them too: five wrong guesses, then 429 in text', async () => {
    const { browser } = await open();
    const person = { username: freshName(), password: 'insecure' };
    await register(browser(), person);
    for (let n = 0; n < 5; n++) {
      expect((await login(browser(), { ...person, password: 'wrong' })).status).toBe(401);
    }
    const answer = await login(browser(), person);
    expect([answer.status, answer.headers['retry-after'], answer.headers['content-type']]).toEqual([
      429,
      '30',
      text,
    ]);
  });

  test('another website cannot have a browser register somebody', async () => {
    const { browser, services } = await open();
    const name = freshName();
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await browser().post(`/register?username=${name}&password=x`, undefined, { headers });
    expect(answer.status).toBe(403);
    expect(await services.accounts.findByKey(name)).toBeUndefined();
  });
});

eachApp("the workshop's requests of another website", (open) => {
  const image = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
  const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: 'text/html' };

  test('V3.5.1 V3.5.3 count no failure and answer nothing, by an image, a link or a script', async () => {
    const { browser } = await open();
    const person = { username: freshName(), password: 'insecure' };
    await register(browser(), { ...person, data: 'private' });
    const wrong = query({ ...person, password: 'bad' });
    for (const headers of [
      { ...image, 'sec-fetch-site': 'cross-site' },
      { ...image, 'sec-fetch-site': 'same-site' },
      { ...link, 'sec-fetch-site': 'cross-site' },
      { ...link, 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'garbage' },
      { origin: 'null' },
    ]) {
      for (const url of [`/login?${wrong}`, `/login?${query(person)}`]) {
        const answer = await browser().get(url, { headers });
        expect([answer.status, answer.headers['content-type']]).toEqual([403, text]);
        expect(answer.text).not.toContain('private');
      }
    }
    expect((await login(browser(), person)).text, 'nothing was counted').toBe('private');
  });

  test('are answered where nobody else can have sent them', async () => {
    const { browser } = await open();
    const person = { username: freshName(), password: 'insecure' };
    await register(browser(), { ...person, data: 'd' });
    for (const headers of [
      { ...link, 'sec-fetch-site': 'none' },
      { ...link, 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', origin: 'http://localhost:3000' },
    ]) {
      const answer = await browser().get(`/login?${query(person)}`, { headers });
      expect([answer.status, answer.text]).toEqual([200, 'd']);
    }
    const page = await browser().get('/login', { headers: { ...link, 'sec-fetch-site': 'cross-site' } });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

eachApp("the workshop's requests in production", (open) => {
  const production = { mode: 'production', publicUrl: 'https://login.example.com' } as const;

  test('V15.2.3 answer 400 with a sentence that names the API, and register nobody', async () => {
    const { browser, services } = await open(production);
    const person = { username: freshName(), password: 'insecure' };
    const answers = [
      [await register(browser(), { ...person, data: 'x' }), 'POST /api/register'],
      [await login(browser(), person), 'POST /api/login'],
      [await browser().get(`/login?${query(person)}`, html), 'POST /api/login'],
    ] as const;
    for (const [answer, instead] of answers) {
      expect([answer.status, answer.headers['content-type']]).toEqual([400, text]);
      expect(answer.text).toContain(instead);
      expect(answer.text).not.toContain(person.password);
    }
    expect(await services.accounts.findByKey(person.username)).toBeUndefined();
  });

  test('a browser still gets its pages', async () => {
    const { browser } = await open(production);
    for (const url of ['/', '/login', '/register']) expect((await browser().get(url, html)).status).toBe(200);
  });
});

describe('what must be nowhere', () => {
  eachApp('V14.2.1 V16.2.5 a secret that somebody sent', (open) => {
    test('is in no line of the log, no row of the database and no metric', async () => {
      const app = await open({ log: { level: 'trace' } });
      const canaries: string[] = [];
      const canary = (what: string) => {
        const made = `canary-${what}-${Math.random().toString(36).slice(2)}-zyx`;
        canaries.push(made);
        return made;
      };
      const { browser } = app;
      const name = freshName();
      await register(browser(), { username: name, password: canary('workshop') });
      await register(browser(), { username: name, password: canary('taken') });
      await register(browser(), { username: 'admin', password: canary('refused') });
      await login(browser(), { username: name, password: canary('wrong') });
      await browser().post(`/nowhere?password=${canary('nowhere')}`);
      await browser().get(`/login?username=${name}&password=${canary('broken')}&data=%FF`);
      await browser().submit('/login', { username: name, password: canary('page') });
      await browser().submit('/register', { username: freshName(), password: canary('page-register') });
      const api = browser();
      const password = canary('api');
      const proof = { proofOfWork: await proofOfWork(api) };
      await api.register(freshName(), password, proof);
      const { body } = await api.login(
        (await api.get('/api/me')).text.match(/person-\d+/)?.[0] ?? '',
        password,
        { transport: 'bearer' },
      );
      canaries.push(body.token ?? '-', api.jar.get('latchkey') ?? '-');
      await api.post('/api/me/password', { currentPassword: canary('current'), newPassword: canary('new') });
      await api.post('/api/me/password', { currentPassword: password, newPassword: canary('second') });
      await browser().post('/api/login', undefined, { raw: `{"username":"x","password":"${canary('json')}` });
      await browser().login(canary('password-typed-as-name'), canary('unknown'));
      await api.send('DELETE', '/api/me', { password: canary('delete') });
      await browser().get('/api/session', { headers: { authorization: `Bearer ${canary('bearer')}` } });
      await browser().get('/api/session', { headers: { cookie: `latchkey=${canary('cookie')}` } });

      const places = {
        log: app.log.join(''),
        database: (await everyRow(app.database)).map(({ text: row }) => row).join('\n'),
        metrics: (await browser().get('/metrics')).text,
      };
      expect(app.log.length).toBeGreaterThan(15);
      expect(canaries.length).toBeGreaterThan(15);
      for (const [place, content] of Object.entries(places)) {
        for (const secret of canaries)
          expect(content.includes(secret), `${secret} in the ${place}`).toBe(false);
      }
    });

    test('V14.2.1 V16.2.5 is in no line of the log, however its address is spelled', async () => {
      const app = await open();
      const secret = 'canary-zyx';
      const fields = `username=ada&password=${secret}`;
      const marks = [';', '%3F', '%3f', '%253F', '#', '%23', '%3b', '&', ',', '!', '%00', '|', '@', '=', '%'];
      for (const path of ['/login', '/register', '/nowhere', '/api/login', '/assets/']) {
        for (const mark of marks) {
          await app.browser().get(`${path}${mark}${fields}`);
          await app.browser().post(`${path}${mark}${fields}`);
        }
      }
      const attempt = `att_${secret}${'x'.repeat(33)}`;
      for (const spelled of [
        attempt,
        attempt.replace('-', '%2D'),
        attempt.replace('_', '%5f'),
        `${attempt}%`,
      ]) {
        for (const rest of ['/new-password', '/new-password/', '/new-passwor', '']) {
          await app.browser().post(`/api/login/${spelled}${rest}`, { newPassword: goodPassword });
        }
      }
      expect(app.log.length).toBe(5 * marks.length * 2 + 16);
      for (const line of app.log) expect(line).not.toMatch(/canary|zyx/);
    });

    test('an address that is none of ours is logged as far as it is a plain path', async () => {
      const app = await open();
      const asked = [
        '/nothing/here.html',
        '/nothing?a=b',
        '/nothing;a',
        '/caf%C3%A9',
        '/nothing/a=b/c',
        '/api/session?x=1',
      ];
      for (const url of asked) await app.browser().get(url);
      await app.browser().send('DELETE', '/api/me/sessions/some-id');
      expect(app.log.map((line) => JSON.parse(line).path)).toEqual([
        '/nothing/here.html',
        '/nothing',
        '/…',
        '/…',
        '/nothing/…',
        '/api/session',
        '/api/me/sessions/:id',
      ]);
    });

    test('V16.4.1 V1.3.10 what a person types breaks no line of the log', async () => {
      const app = await open();
      const odd = ['%0a%0d', '%1b[31m', '"},{"level":60', '%25s%25d', '%E2%80%A8'];
      for (const piece of odd) {
        await app.browser({ device: `x${piece}` }).get(`/nothing/${piece}`);
      }
      expect(app.log).toHaveLength(odd.length);
      for (const line of app.log) {
        expect(line.endsWith('\n') && line.indexOf('\n') === line.length - 1).toBe(true);
        expect(JSON.parse(line).status).toBe(404);
      }
    });
  });
});

eachApp('the workshop beside an address that is not confirmed', (open) => {
  test('V6.3.4 is no way around its proof', async () => {
    const app = await open();
    const [username, email] = [freshName(), freshAddress()];
    await app.browser().register(username, goodPassword, { email, data: 'mine' });
    const login = () =>
      app.browser().get(`/login?username=${username}&password=${encodeURIComponent(goodPassword)}`);
    const before = await login();
    expect([before.status, before.text]).toEqual([403, expect.stringContaining("isn't verified yet")]);
    await app.browser().post('/api/email/verify', { token: await codeTo(app, email) });
    const after = await login();
    expect([after.status, after.text]).toEqual([200, 'mine']);
  });
});
