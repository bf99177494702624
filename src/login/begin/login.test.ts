import { describe, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword } from '../../../test/support/app.ts';
import { leadsTo } from '../../../test/support/leads-to.ts';
import { proveAddress } from '../../../test/support/mails.ts';
import { proofOfWork } from '../../../test/support/proof-of-work.ts';
import { minutes } from '../../kit/duration.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { listEvents } from '../../people/events/index.ts';

const anyTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

eachApp('logging in', (open) => {
  test('V7.2.3 V3.3.2 V3.3.4 answers account and session, and the token in an HttpOnly cookie alone', async () => {
    const { browser, clock } = await open();
    const name = freshName();
    await browser().register(name, goodPassword);
    clock.advance(minutes(3));
    const visitor = browser();
    const answer = await visitor.login(name.toUpperCase(), goodPassword);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'complete',
      account: {
        id: expect.any(String),
        username: name,
        createdAt: '2030-01-01T12:00:00.000Z',
        updatedAt: '2030-01-01T12:00:00.000Z',
        lastLoginAt: '2030-01-01T12:03:00.000Z',
        roles: [],
        attributes: {},
      },
      session: {
        id: expect.any(String),
        createdAt: '2030-01-01T12:03:00.000Z',
        lastSeenAt: '2030-01-01T12:03:00.000Z',
        idleExpiresAt: '2030-01-01T13:03:00.000Z',
        expiresAt: '2030-01-02T12:03:00.000Z',
        amr: ['pwd'],
        aal: 1,
        authTime: '2030-01-01T12:03:00.000Z',
        address: '127.0.0.1',
        device: 'Firefox on Linux',
        current: true,
      },
    });
    const token = visitor.jar.get('latchkey') ?? '';
    expect(token).toMatch(/^lks_[\w-]{43}$/);
    expect(answer.cookies[0]).toBe(`latchkey=${token}; Path=/; HttpOnly; SameSite=Lax`);
    expect(answer.cookies[1]).toMatch(
      /^latchkey-device-[0-9a-f]{12}=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=31536000$/,
    );
    expect(answer.text).not.toContain(token);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await visitor.get('/api/session')).body.session?.id).toBe(answer.body.session?.id);
  });

  test('with remember keeps the cookie for 30 days', async () => {
    const { browser } = await open();
    const name = freshName();
    const answer = await browser().register(name, goodPassword, { remember: true });
    expect(answer.cookies[0]).toMatch(/; Max-Age=2592000$/);
    expect(answer.body.session?.idleExpiresAt).toBe('2030-01-08T12:00:00.000Z');
    expect(answer.body.session?.expiresAt).toBe('2030-01-31T12:00:00.000Z');
  });

  test('V3.3.1 V3.3.3 over https the cookies are Secure and bound to this host', async () => {
    const { browser } = await open({ publicUrl: 'https://login.example.com' });
    const person = browser();
    const { cookies } = await person.register(freshName(), goodPassword);
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-latchkey[^=]*=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure/);
      expect(cookie).not.toMatch(/domain/i);
    }
    expect((await person.get('/api/session')).status).toBe(200);
    person.jar.set('latchkey', person.jar.get('__Host-latchkey') ?? '');
    person.jar.delete('__Host-latchkey');
    expect((await person.get('/api/session')).status, 'without the prefix').toBe(401);
  });

  test('a program gets a bearer token in the body and no cookie', async () => {
    const { browser } = await open();
    const name = freshName();
    const registered = await browser().register(name, goodPassword, { transport: 'bearer' });
    expect(registered.cookies).toEqual([]);
    const program = browser();
    const answer = await program.login(name, goodPassword, { transport: 'bearer' });
    expect(answer.status).toBe(200);
    expect(answer.cookies).toEqual([]);
    expect(answer.body.token).toMatch(/^lkb_[\w-]{43}$/);
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { authorization: `${scheme} ${answer.body.token}` };
      expect((await program.get('/api/me', { headers })).body, scheme).toMatchObject({ username: name });
    }
  });

  test('a cookie token is no bearer token, and a bearer token no cookie', async () => {
    const { browser } = await open();
    const person = browser();
    const name = freshName();
    const { body } = await person.register(name, goodPassword, { transport: 'bearer' });
    await person.login(name, goodPassword);
    const cookieToken = person.jar.get('latchkey') ?? '';
    const stranger = browser();
    const asBearer = { authorization: `Bearer ${cookieToken}` };
    expect((await stranger.get('/api/me', { headers: asBearer })).status).toBe(401);
    stranger.jar.set('latchkey', body.token ?? '');
    expect((await stranger.get('/api/me')).status).toBe(401);
    const swapped = (token: string, prefix: string) => token.replace(/^lk._/, prefix);
    stranger.jar.set('latchkey', swapped(body.token ?? '', 'lks_'));
    expect((await stranger.get('/api/me')).status).toBe(401);
    const renamed = { authorization: `Bearer ${swapped(cookieToken, 'lkb_')}` };
    expect((await stranger.get('/api/me', { headers: renamed })).status).toBe(401);
  });

  test('V7.2.1 V7.2.4 a token that a browser brings along is never taken over', async () => {
    const { browser } = await open();
    const name = freshName();
    await browser().register(name, goodPassword);
    const victim = browser();
    const planted = `lks_${'A'.repeat(43)}`;
    victim.jar.set('latchkey', planted);
    await victim.login(name, goodPassword);
    expect(victim.jar.get('latchkey')).not.toBe(planted);
    const attacker = browser();
    attacker.jar.set('latchkey', planted);
    expect((await attacker.get('/api/session')).status).toBe(401);
  });

  test('V7.2.2 V7.2.4 a login in a browser that holds a session ends that one, whoever it belonged to', async () => {
    const { browser } = await open();
    const [mine, theirs] = [freshName(), freshName()];
    await browser().register(theirs, goodPassword);
    const shared = browser();
    await shared.register(mine, goodPassword);
    const held = shared.jar.get('latchkey') ?? '';
    await shared.login(theirs, goodPassword);
    expect((await shared.get('/api/me')).body).toMatchObject({ username: theirs });
    const thief = browser();
    thief.jar.set('latchkey', held);
    expect((await thief.get('/api/session')).status).toBe(401);
  });

  test('only the SHA-256 of a token is in the database', async () => {
    const { browser, services } = await open();
    const person = browser();
    const { body } = await person.register(freshName(), goodPassword);
    const token = person.jar.get('latchkey') ?? '';
    const row = await services.db
      .selectFrom('sessions')
      .select('token_hash')
      .where('id', '=', body.session?.id ?? '')
      .executeTakeFirstOrThrow();
    expect(row.token_hash).toBe(hashToken(token));
    expect(row.token_hash).not.toContain(token.slice(4));
  });

  test('V6.3.8 a wrong password and an unknown name get the same answer', async () => {
    const { browser } = await open();
    const name = freshName();
    await browser().register(name, goodPassword);
    const [wrong, unknown] = [
      await browser().login(name, otherPassword),
      await browser().login(freshName('nobody'), otherPassword),
    ];
    const same = ({ status, headers, body }: typeof wrong) => {
      const { 'x-request-id': _, date: __, 'latchkey-attempt': attempt, ...rest } = headers;
      expect(attempt).toMatch(/^att_[0-9a-hjkmnp-tv-z]{12}$/);
      return { status, headers: rest, body: { ...body, requestId: '' } };
    };
    expect(same(wrong)).toEqual(same(unknown));
    expect(wrong.status).toBe(401);
    expect(wrong.body.code).toBe('invalid-credentials');
    expect(wrong.headers['content-type']).toBe('application/problem+json');
    expect(wrong.headers['www-authenticate'], 'a browser would open its own login box').toBeUndefined();
    expect(wrong.cookies).toEqual([]);
  });

  test('V6.3.8 failures follow the same spellings of an address, whether or not somebody has it', async () => {
    const app = await open({ limits: { challengeAfter: 1 } });
    const owner = app.browser();
    await owner.register(freshName(), goodPassword);
    const proved = `fi-${freshName()}@xn--bcher-kva.example`;
    await proveAddress(app, owner, proved);
    const answersFor = async (address: string) => {
      const [local = ''] = address.split('@');
      const spellings = [
        address,
        ` ${address} `,
        address.toUpperCase(),
        `${local}@b\u00fccher.example`,
        `${local}@b%C3%BCcher.example`,
        address.replace('fi', '\ufb01'),
        `${local}@bucher.example`,
      ];
      const codes = [];
      for (const typed of spellings) codes.push((await app.browser().login(typed, otherPassword)).body.code);
      return codes;
    };
    const known = await answersFor(proved);
    expect(known.filter((code) => code === 'challenge-required').length).toBeGreaterThan(2);
    expect(await answersFor(proved.replace('@', '1@'))).toEqual(known);
  });

  test.each([
    ['another case', goodPassword.toUpperCase()],
    ['a space at the end', `${goodPassword} `],
    ['a NUL at the end', `${goodPassword}\0`],
    ['one character less', goodPassword.slice(0, -1)],
  ])('V6.2.8 a password with %s does not fit', async (_, password) => {
    const { browser } = await open();
    const name = freshName();
    await browser().register(name, goodPassword);
    expect((await browser().login(name, password)).status).toBe(401);
  });

  test.each([
    [
      'é composed and decomposed',
      'crème brûlée au citron'.normalize('NFD'),
      'crème brûlée au citron'.normalize('NFC'),
    ],
  ])('V6.2.8 %s is the same password', async (_, chosen, typed) => {
    const { browser } = await open();
    const name = freshName();
    await browser().register(name, chosen);
    expect((await browser().login(name, typed)).status).toBe(200);
  });

  test('V6.2.9 a password of 256 characters counts to its last', async () => {
    const { browser } = await open();
    const name = freshName();
    const long = Array.from({ length: 256 }, (_, at) =>
      String.fromCodePoint(0x1f300 + ((at * 37) % 500)),
    ).join('');
    expect((await browser().register(name, long)).status).toBe(201);
    expect((await browser().login(name, long)).status).toBe(200);
    expect((await browser().login(name, `${[...long].slice(0, -1).join('')}x`)).status).toBe(401);
  });

  test.each([
    ['no body', undefined, undefined],
    ['no password', { username: 'soham' }, 'Send `password` too, '],
    ['an empty name', { username: '', password: goodPassword }, "`username` can't be empty."],
    ['a number for a name', { username: 7, password: goodPassword }, '`username` must be a string.'],
    [
      'a list for a password',
      { username: 'soham', password: [goodPassword] },
      '`password` must be a string.',
    ],
    ['null for a password', { username: 'soham', password: null }, '`password` must be a string.'],
    [
      'a field of its own invention',
      { username: 'soham', password: goodPassword, isAdmin: true },
      "`isAdmin` isn't a field of this request.",
    ],
    [
      'a transport that is none',
      { username: 'soham', password: goodPassword, transport: 'pigeon' },
      '`transport` must be one of cookie, bearer.',
    ],
    [
      'remember as text',
      { username: 'soham', password: goodPassword, remember: 'true' },
      '`remember` must be true or false.',
    ],
    ['a list', [1, 2], 'The value must be an object.'],
  ])('V2.2.1 V15.3.3 V15.3.5 %s is refused with the place', async (_, body, told) => {
    const { browser } = await open();
    const answer = await browser().post('/api/login', body);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('invalid-request');
    if (told === undefined) return;
    expect(answer.body.errors).toHaveLength(1);
    expect(answer.body.errors?.[0]?.detail).toContain(told);
  });

  test('V6.2.10 a password is still good after five years', async () => {
    const { browser, clock } = await open();
    const name = freshName();
    await browser().register(name, goodPassword);
    clock.advance(5 * 366 * 86_400_000);
    expect((await browser().login(name, goodPassword)).status).toBe(200);
  });

  describe('events', () => {
    test('V16.3.1 V16.2.1 each login and failure is one line with account, address, device and time', async () => {
      const { browser, services, clock } = await open();
      const name = freshName();
      const { body } = await browser().register(name, goodPassword);
      clock.advance(1000);
      await browser({ address: '203.0.113.9', device: 'curl/8.0' }).login(name, otherPassword);
      const login = await browser().login(name, goodPassword);
      const [succeeded, failed, first, registered] = await listEvents(
        services.db,
        body.account?.id ?? '',
        10,
      );
      expect(registered).toMatchObject({ type: 'account-registered', session_id: null });
      expect(first).toMatchObject({ type: 'login-succeeded', session_id: body.session?.id });
      expect(failed).toMatchObject({
        type: 'login-failed',
        at: clock(),
        address: '203.0.113.9',
        device: 'curl',
        session_id: null,
        detail: '{"failures":1}',
      });
      expect(succeeded).toMatchObject({ type: 'login-succeeded', session_id: login.body.session?.id });
      expect(new Date(succeeded?.at ?? 0).toISOString()).toMatch(anyTime);
    });
  });

  test('V11.2.2 when the hash parameters rise, the next login rewrites the hash, and the old one fits until then', async () => {
    const old = await open();
    const name = freshName();
    const { body } = await old.browser().register(name, goodPassword);
    const hashOf = async () =>
      (
        await old.services.db
          .selectFrom('passwords')
          .selectAll()
          .where('account_id', '=', body.account?.id ?? '')
          .executeTakeFirstOrThrow()
      ).hash;
    expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
    const raised = await open({ hash: { memory: 64, iterations: 2 } });
    expect((await raised.browser().login(name, otherPassword)).status).toBe(401);
    expect(await hashOf()).toContain('m=8,t=1');
    expect((await raised.browser().login(name, goodPassword)).status).toBe(200);
    expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=64,t=2,p=1\$/);
    expect((await raised.browser().login(name, goodPassword)).status).toBe(200);
  });
});

eachApp('the page to log in', (open) => {
  const html = { headers: { accept: 'text/html' } };

  test('logs in and leads where the person wanted to go', async () => {
    const { browser } = await open();
    const name = freshName();
    await browser().register(name, goodPassword);
    const person = browser();
    const page = await person.get('/login?next=%2Fproblems%3Fa%3D1', html);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('value="/problems?a=1"');
    const done = await person.submit('/login', {
      username: name,
      password: goodPassword,
      next: '/problems?a=1',
    });
    expect([done.status, leadsTo(done)]).toEqual([303, '/problems?a=1']);
    const again = await person.get('/login?next=/reference', html);
    expect([again.status, again.headers.location], 'who is logged in goes on').toEqual([303, '/reference']);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
  ])('V3.7.2 never leads to %j', async (next) => {
    const { browser } = await open();
    const name = freshName();
    const person = browser();
    const registered = await person.submit('/register', { username: name, password: goodPassword, next });
    const already = await person.get(`/login?next=${encodeURIComponent(next)}`, html);
    const login = await browser().submit('/login', { username: name, password: goodPassword, next });
    for (const { status, headers } of [registered, already, login]) {
      expect([status, leadsTo({ headers })]).toEqual([303, '/account']);
    }
    const page = await browser().get(`/login?next=${encodeURIComponent(next)}`, html);
    expect(page.text).not.toContain('evil.example');
  });

  test('V6.3.8 says of a wrong password and of an unknown name the same, with the name as typed', async () => {
    // In development the foot of the page says what happened, to whoever is learning.
    const { browser } = await open({ mode: 'production', publicUrl: 'http://localhost:5000' });
    const name = freshName();
    await browser().register(name, goodPassword);
    const pages = [];
    for (const username of [name, `${name}x`]) {
      const answer = await browser().submit('/login', { username, password: otherPassword });
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain(otherPassword);
      const code = /<code>[\dA-Z]{4}(?:-[\dA-Z]{4}){2}<\/code>/;
      pages.push(answer.text.replaceAll(username, 'NAME').replace(code, 'CODE'));
    }
    expect(pages[0]).toBe(pages[1]);
  });

  test('V2.4.1 brings the proof of work along from the third failure, before it is needed', async () => {
    const { browser } = await open();
    const name = freshName();
    await browser().register(name, goodPassword);
    const visitor = browser();
    const shows = async () =>
      (await visitor.submit('/login', { username: name, password: otherPassword })).text.includes(
        'altcha-widget',
      );
    expect([await shows(), await shows(), await shows()]).toEqual([false, false, true]);
    const solved = await proofOfWork(visitor);
    const done = await visitor.submit('/login', {
      username: name,
      password: goodPassword,
      proofOfWork: solved,
    });
    expect(done.status).toBe(303);
  });
});

eachApp('after the pepper was lost', (open) => {
  test('V6.3.8 V16.3.4 a right password is refused and counted like a wrong one, and the operator is told', async () => {
    const before = await open({ password: { pepper: 'a pepper of the tests, long enough for one' } });
    const [name, person] = [freshName(), before.browser()];
    await person.register(name, goodPassword);
    const { browser, log } = await open();
    const known = await browser().login(name, goodPassword);
    const unknown = await browser().login(freshName('nobody'), goodPassword);
    const { requestId: _, ...body } = known.body;
    expect([known.status, unknown.body]).toEqual([401, { ...body, requestId: expect.any(String) }]);
    for (let n = 0; n < 2; n++) await browser().login(name, goodPassword);
    expect((await browser().login(name, goodPassword)).status, 'counted').toBe(403);
    expect(log.filter((line) => line.includes('pepper'))).toHaveLength(3);
    expect(log.join()).not.toContain(goodPassword);
  });
});

eachApp('a page', (open) => {
  test('takes no field that is longer than the API takes it', async () => {
    const { browser } = await open();
    const person = browser();
    await person.register(freshName(), goodPassword);
    const long = 'x'.repeat(5000);
    const accept = { headers: { accept: 'text/html' } };
    for (const [path, form] of [
      ['/login', { username: long, password: goodPassword }],
      ['/login', { username: freshName(), password: long }],
      ['/register', { username: long, password: goodPassword }],
      ['/account/password', { currentPassword: long, newPassword: otherPassword }],
      ['/account/delete', { password: long }],
    ] as const) {
      const answer = await person.submit(path, form, accept);
      expect([answer.status, answer.text.includes('must have at most')], path).toEqual([400, true]);
    }
  });
});
