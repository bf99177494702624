import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';
import { leadsTo } from '../../../test/support/leads-to.ts';
import { newId } from '../../kit/ids.ts';

eachApp('registering', (open) => {
  test('answers 201 with account and session, and the browser is logged in', async () => {
    const { browser } = await open();
    const person = browser();
    const name = freshName('Ada');
    const answer = await person.register(name, goodPassword, { data: { colour: 'green' } });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      status: 'complete',
      account: {
        username: name,
        createdAt: '2030-01-01T12:00:00.000Z',
        lastLoginAt: '2030-01-01T12:00:00.000Z',
      },
      session: { current: true },
    });
    expect(answer.cookies).toHaveLength(2);
    expect((await person.get('/api/me/data')).text).toBe('{"colour":"green"}');
  });

  test('V14.2.6 V15.3.1 the answer holds what an account is, and nothing else', async () => {
    const { browser } = await open();
    const { body } = await browser().register(freshName(), goodPassword);
    expect(Object.keys(body).sort()).toEqual(['account', 'session', 'status']);
    expect(Object.keys(body.account ?? {}).sort()).toEqual([
      'attributes',
      'createdAt',
      'id',
      'lastLoginAt',
      'roles',
      'updatedAt',
      'username',
    ]);
  });

  test('without data the document is empty', async () => {
    const { browser } = await open();
    const person = browser();
    await person.register(freshName(), goodPassword);
    expect((await person.get('/api/me/data')).text).toBe('{}');
  });

  test.each([
    ['the same', (name: string) => name],
    ['in capitals', (name: string) => name.toUpperCase()],
    ['in full-width letters', (name: string) => name.replace('soham', 'ｓｏｈａｍ')],
    ['with a ligature', (name: string) => name.replace('soham', 'ſoham')],
  ])('V2.3.4 a name that is taken, %s, answers 409', async (_, spell) => {
    const { browser } = await open();
    const name = freshName('soham');
    await browser().register(name, goodPassword);
    const taken = await browser().register(spell(name), goodPassword);
    expect(taken.status).toBe(409);
    expect(taken.body).toMatchObject({
      code: 'username-taken',
      errors: [{ pointer: '/username', code: 'taken' }],
    });
    expect(taken.cookies).toEqual([]);
  });

  test.each([
    ['ab', 'too-short'],
    ['a'.repeat(33), 'too-long'],
    ['with space', 'characters'],
    ['semi;colon', 'characters'],
    ['new\nline', 'characters'],
    ['nul\0byte', 'characters'],
    ['\u202Ereversed', 'characters'],
    ['...', 'characters'],
    ['admin', 'reserved'],
    ['__proto__', 'reserved'],
    ['\ud800half', 'characters'],
  ])('V2.2.1 V15.3.6 the name %j is refused: %s', async (username, code) => {
    const { browser } = await open();
    const answer = await browser().register(username, goodPassword);
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('username-refused');
    expect(answer.body.errors?.[0]).toMatchObject({ pointer: '/username', code });
  });

  test.each([
    ['fourteen chars', 'too-short'],
    ['x'.repeat(257), 'too-long'],
    ['abcdefghijklmnopqrst', 'run'],
    ['hunterhunterhunter', 'repeated'],
    ['q1w2e3r4t5y6u7i8o9p0', 'common'],
    ['half \ud800 of a character', 'malformed'],
  ])('V2.2.2 V6.2.1 V6.2.4 the password %j is refused: %s', async (password, code) => {
    const { browser, services } = await open();
    const name = freshName();
    const answer = await browser().register(name, password);
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('password-refused');
    expect(answer.body.errors?.[0]).toMatchObject({ pointer: '/password', code });
    expect(answer.body.errors?.[0]?.detail).not.toContain(password);
    expect(await services.accounts.findByKey(name)).toBeUndefined();
  });

  test('V2.2.3 V6.2.11 a password made of the name or of the site is refused', async () => {
    const { browser } = await open({ siteName: 'Wombat Garden Club' });
    const refused = async (name: string, password: string) =>
      (await browser().register(name, password)).body.errors?.[0]?.code;
    expect(await refused('bartholomew-cubbins', 'bartholomew-cubbins')).toBe('is-username');
    expect(await refused(freshName(), 'Wombat Garden Club')).toBe('is-site-name');
    expect(await refused('bartholomew-cubbins', 'Bartholomew-Cubbins1')).toBe('variation');
  });

  test('a refused registration leaves nothing behind', async () => {
    const { browser, services } = await open();
    const count = async () =>
      (await services.db.selectFrom('events').select('id').execute()).length +
      (await services.db.selectFrom('limits').select('key').execute()).length;
    const before = await count();
    await browser().register('admin', goodPassword);
    await browser().register(freshName(), 'short');
    await browser().post('/api/register', {
      username: freshName(),
      password: goodPassword,
      data: 'x'.repeat(70_000),
    });
    expect(await count()).toBe(before);
  });

  test('V5.2.4 data over 64 KiB is refused as data-too-large, a far larger body as body-too-large', async () => {
    const { browser } = await open();
    const register = async (size: number) =>
      browser().register(freshName(), goodPassword, { data: 'x'.repeat(size) });
    expect((await register(65_534)).status, 'with its quotes exactly 64 KiB').toBe(201);
    const over = await register(65_535);
    expect([over.status, over.body.code]).toEqual([413, 'data-too-large']);
    const far = await register(1_000_000);
    expect([far.status, far.body.code]).toEqual([413, 'body-too-large']);
  });

  test('V8.2.3 V15.3.3 fields that are not asked for are refused, each with its place', async () => {
    const { browser } = await open();
    const answer = await browser().register(freshName(), goodPassword, { id: newId(), isAdmin: true });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/id', 'unknown-field'],
      ['/isAdmin', 'unknown-field'],
    ]);
  });

  test('a field of the wrong type is told in a sentence', async () => {
    const { browser } = await open();
    const answer = await browser().post('/api/register', {
      username: 5,
      password: goodPassword,
      remember: 'yes',
    });
    expect(answer.body.errors?.map(({ detail }) => detail)).toEqual([
      '`username` must be a string.',
      '`remember` must be true or false.',
    ]);
  });

  test.each(['hint', 'secretQuestion', 'secretAnswer'])(
    'V6.4.2 a %s beside the password is refused',
    async (field) => {
      const { browser, services } = await open();
      const name = freshName();
      const answer = await browser().register(name, goodPassword, { [field]: 'my first pet' });
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, `/${field}`]);
      expect(await services.accounts.findByKey(name)).toBeUndefined();
      expect((await browser().register(name, goodPassword)).status, 'without it').toBe(201);
    },
  );
});

eachApp('a registration with several mistakes', (open) => {
  const wrong = { username: 'a b', password: 'short', email: 'nobody' };

  test('is told of all of them at once, over the API and on the page, each once', async () => {
    const { browser } = await open();
    const api = await browser().post('/api/register', wrong);
    expect([api.status, api.body.code]).toEqual([422, 'username-refused']);
    expect(api.body.errors?.map(({ pointer }) => pointer)).toEqual(['/username', '/password', '/email']);
    const page = await browser().submit('/register', wrong);
    expect(page.status).toBe(422);
    expect(page.text).toContain('Check the 3 fields marked below.');
    for (const { detail } of api.body.errors ?? []) {
      const escaped = detail.replaceAll('"', '&quot;');
      expect(page.text.split(escaped), detail).toHaveLength(2);
    }
  });

  test('is none of those that an address may make', async () => {
    const { browser } = await open({ limits: { registrations: 1, registrationsBeforeChallenge: 1 } });
    const person = browser({ address: '203.0.113.77' });
    for (let again = 0; again < 3; again++) {
      expect((await person.post('/api/register', wrong)).status).toBe(422);
    }
    expect((await person.register(freshName(), goodPassword)).status).toBe(201);
  });
});

eachApp('the page to register', (open) => {
  const html = { headers: { accept: 'text/html' } };

  test('registers, logs in and leads to the account; then it leads there at once', async () => {
    const { browser } = await open();
    const person = browser();
    const page = await person.get('/register', html);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('<form');
    const answer = await person.submit('/register', {
      username: freshName(),
      password: goodPassword,
    });
    expect([answer.status, leadsTo(answer)]).toEqual([303, '/account']);
    const again = await person.get('/register?next=/problems', html);
    expect([again.status, again.headers.location]).toEqual([303, '/problems']);
  });

  test('V1.2.1 shows a refusal beside its field, the name as typed, and never the password', async () => {
    const { browser } = await open();
    const typed = '<script>alert(1)</script>';
    const password = 'short "&<> secret'.slice(0, 14);
    const answer = await browser().submit('/register', { username: typed, password });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('&lt;script');
    expect(answer.text).not.toContain('<script>alert');
    const refused = await browser().submit('/register', { username: freshName(), password });
    expect(refused.text).not.toContain('secret');
    expect(refused.text).toContain('at least 15 characters');
  });
});
