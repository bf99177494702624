import { readFileSync } from 'node:fs';
import { expect, expectTypeOf, test } from 'vitest';
import { minutes } from '../../src/kit/duration.ts';
import type { Caller, Impersonating, Route, route } from '../../src/kit/http/index.ts';
import { actingAsCommand, disableAccount, endSessions } from '../../src/operate/accounts/index.ts';
import { createRole, grantRole, revokeRole, setPermissions } from '../../src/operate/roles/index.ts';
import { longestImpersonation } from '../../src/people/sessions/index.ts';
import { allRoutes } from '../../src/server.ts';
import { anybody } from '../support/admin-requests.ts';
import { administratorWith } from '../support/administrators.ts';
import { buildApp, eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { askToLook, lookAt, lookCookie, shownIn } from '../support/impersonation.ts';
import { mailsTo, proveAddress } from '../support/mails.ts';
import { statementsOf } from '../support/statements.ts';

const reference = readFileSync(new URL('../../docs/reference/rights.md', import.meta.url), 'utf8');

const listed = new Set(
  [...(reference.split('## As someone else')[1] ?? '').matchAll(/^\| `(.+)` \|$/gm)].map(([, name]) => name),
);

const on = { admin: { impersonation: true } } as const;

/** Asks with a body that its schema takes, so that nothing but who asks is in the way. */
function ask(browser: Browser, { method, path, kind, example, body, rawBody }: Route): Promise<Answer> {
  const url = path.replaceAll(/:\w+/g, 'nothing');
  const accept = kind === 'page' ? 'text/html' : 'application/json';
  if (method === 'GET') return browser.get(url, { headers: { accept } });
  if (kind !== 'api') return browser.send(method, url, undefined, { form: {}, headers: { accept } });
  if (!body && !rawBody) return browser.send(method, url);
  return browser.send(method, url, example ?? {});
}

const isRefused = ({ status, body, text }: Answer): boolean =>
  status === 403 && (body.code === 'impersonation-refused' || text.includes('as someone else</h1>'));

const audited = async ({ services }: TestApp, id: string) => {
  const rows = services.db.selectFrom('audit').select(['act', 'actor_id', 'reason', 'detail']).orderBy('seq');
  return rows.where('target_id', '=', id).execute();
};

eachApp('an administrator who looks at an account', (open, make) => {
  /** One server for all that needs no other settings. */
  let shared: TestApp | undefined;
  const sharedApp = async () => {
    shared ??= await open(on);
    return shared;
  };

  /** Somebody who looks at an account, in the browser that they are signed in with. */
  const looking = async (app: TestApp) => {
    const administrator = await administratorWith(app, 'administrator');
    const target = await anybody(app);
    return { administrator, target, browser: await lookAt(administrator, target) };
  };

  // Which routes they are follows from no row, so that one database shows it.
  const onOne = make.dialect === 'sqlite' ? test : () => {};
  onOne(
    'is refused by every route that does not say otherwise',
    async () => {
      const app = await sharedApp();
      const administrator = await administratorWith(app, 'administrator');
      const target = await anybody(app);
      const browser = await lookAt(administrator, target);
      const served = new Set<string>();
      const routes = allRoutes(app.services, '').filter(({ access }) => access !== 'app');
      const [stop, others] = [routes.filter(({ path }) => path === '/impersonation/stop'), routes];
      for (const one of others.filter((found) => !stop.includes(found))) {
        const name = `${one.method} ${one.path}`;
        const answer = await ask(browser, one);
        if (!isRefused(answer)) served.add(name);
        expect(
          listed.has(name) || isRefused(answer),
          `${name}: ${answer.status} ${answer.text.slice(0, 200)}`,
        ).toBe(true);
      }
      for (const one of stop) {
        served.add(`${one.method} ${one.path}`);
        expect((await ask(browser, one)).headers.location).toBe(
          `/admin/accounts/${target.id}?done=impersonate`,
        );
      }
      // Those of a logo or of colours are there where the site has them.
      expect([...listed].filter((name = '') => !served.has(name))).toEqual([]);
      expect(await shownIn(browser)).toBe(administrator.username);
    },
    60_000,
  );

  test('V7.5.2 is known to its owner, who sees and ends it, and is in the audit log', async () => {
    const app = await sharedApp();
    const administrator = await administratorWith(app, 'administrator');
    const person = app.browser();
    const username = freshName();
    const id = (await person.register(username, goodPassword)).body.account?.id ?? '';
    const address = await proveAddress(app, person);
    const browser = await lookAt(administrator, { id });
    expect(await shownIn(browser)).toBe(username);
    const { body } = await browser.get('/api/session');
    expect(body).toMatchObject({
      actor: { id: administrator.accountId, username: administrator.username },
      session: { impersonated: true, aal: 1, amr: [], authTime: '1970-01-01T00:00:00.000Z', address: '' },
    });
    for (const path of ['/account', '/', '/admin', '/problems', '/nothing']) {
      const page = await browser.get(path, { headers: { accept: 'text/html' } });
      expect(page.text, path).toContain('action="/impersonation/stop"');
      expect(page.text, path).toContain(`<bdi>${administrator.username}</bdi>`);
      expect(page.text, path).not.toContain('action="/logout"');
    }
    expect((await person.get('/account')).text).toContain('name="data"');
    expect((await browser.get('/account')).text).not.toContain('name="data"');
    const disabled = '<fieldset class="looked-at" disabled';
    expect((await browser.get('/account')).text, 'what would be refused').toContain(disabled);
    expect((await person.get('/account')).text).not.toContain(disabled);

    const mail = (await mailsTo(app, address)).at(-1);
    expect(mail?.subject).toContain('An admin is looking at your account');
    expect(mail?.text).not.toContain(administrator.username);
    const { sessions = [] } = (await person.get('/api/me/sessions')).body;
    expect(sessions.map(({ impersonated, current }) => [impersonated, current])).toEqual([
      [true, false],
      [undefined, true],
    ]);
    const shown = (await person.get('/account')).text;
    expect(shown).toContain('An admin, for support');
    expect(shown).toContain('The admin signed in as you');
    expect(shown).not.toContain(`>${administrator.username}<`);

    const ended = await person.send('DELETE', `/api/me/sessions/${sessions[0]?.id}`);
    expect(ended.status).toBe(204);
    expect(await shownIn(browser), 'it is said once').toBe('impersonation-refused');
    expect(browser.jar.has(lookCookie)).toBe(false);
    expect(await shownIn(browser)).toBe(administrator.username);

    await lookAt(administrator, { id });
    const stopped = await browser.submit('/impersonation/stop', {});
    expect(stopped.headers.location).toBe(`/admin/accounts/${id}?done=impersonate`);
    expect((await browser.submit('/impersonation/stop', {})).headers.location, 'twice').toBe('/admin');
    expect(await shownIn(browser)).toBe(administrator.username);
    const leftOpen = await browser.submit('/account/sessions/end-others', { owner: id });
    expect(leftOpen.status, 'a form of a tab that shows the person').toBe(409);
    const actor_id = administrator.accountId;
    const begun = { act: 'impersonation-begun', actor_id, reason: 'Asked for help, ticket 7' };
    expect(await audited(app, id)).toMatchObject([begun, begun, { act: 'impersonation-ended', actor_id }]);
    const events = app.services.db.selectFrom('events').select('actor').where('account_id', '=', id);
    expect(await events.where('type', 'like', 'impersonation%').execute()).toEqual(
      Array(3).fill({ actor: 'admin' }),
    );
    const signedOut = app.services.db.selectFrom('ended_sessions').select('why').where('account_id', '=', id);
    expect(await signedOut.execute(), 'nobody signed the person out').toEqual([]);
  });

  test('takes no place among the sessions that its owner may have', async () => {
    const app = await open({ ...on, session: { most: 2 } });
    const { target, browser } = await looking(app);
    const [one, other] = [app.browser(), app.browser()];
    for (const self of [one, other])
      await self.post('/api/login', { username: target.username, password: goodPassword });
    expect(await shownIn(browser), 'the look goes on').toBe(target.username);
    expect(await shownIn(one)).toBe(target.username);
    const { sessions = [] } = (await other.get('/api/me/sessions')).body;
    expect(sessions.map(({ impersonated = false }) => impersonated)).toEqual([false, false, true]);
  });

  test('V7.4.2 V8.3.2 ends with all that it lives by, and its owner stays signed in', async () => {
    const app = await sharedApp();
    const off = await open({ admin: { impersonation: false } });
    const { services, clock } = app;
    type Scene = Awaited<ReturnType<typeof looking>>;
    const command = actingAsCommand('It is a test');
    const own = async ({ administrator }: Scene) => {
      const { self, accountId } = administrator;
      const other = await administrator.signIn();
      expect((await other.send('DELETE', '/api/me/sessions')).status).toBe(204);
      expect(accountId).not.toBe('');
      return self;
    };
    const ends: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
      "the administrator's own session": own,
      'all sessions of the administrator': ({ administrator }) =>
        endSessions(services, command, administrator.accountId),
      'the role': ({ administrator: { accountId } }) =>
        revokeRole(services, command, { accountId, role: 'looker' }),
      "the administrator's account": ({ administrator }) =>
        disableAccount(services, command, administrator.accountId),
      "the person's account": ({ target }) => disableAccount(services, command, target.id),
      'a role of the console for the person': ({ target }) =>
        grantRole(services, command, { accountId: target.id, role: 'support' }),
      'half an hour': async () => clock.advance(longestImpersonation),
    };
    await createRole(services, command, {
      ...{ name: 'looker', kind: 'admin' },
      permissions: ['accounts:read', 'accounts:impersonate'],
    });
    for (const [what, end] of Object.entries(ends)) {
      const administrator = await administratorWith(app, 'looker');
      const person = app.browser();
      const username = freshName();
      const id = (await person.register(username, goodPassword)).body.account?.id ?? '';
      const target = { id, username };
      const browser = await lookAt(administrator, target);
      expect(await shownIn(browser), what).toBe(username);
      await end({ administrator, target, browser });
      expect(await shownIn(browser), what).toBe('impersonation-refused');
      expect(await shownIn(browser), what).not.toBe(username);
      const isPersonOut = what.includes('person');
      const { status, body } = await person.get('/api/me/sessions');
      expect(status, what).toBe(isPersonOut ? 401 : 200);
      expect(body.sessions?.length ?? 1, `${what}: their own session alone is listed`).toBe(1);
    }
    const { browser, administrator } = await looking(app);
    const growing = await anybody(app);
    const role = freshName('trainee');
    await createRole(services, command, { name: role, kind: 'admin', permissions: [] });
    await grantRole(services, command, { accountId: growing.id, role });
    const another = { ...administrator, self: await administrator.signIn() };
    expect(await shownIn(await lookAt(another, growing))).toBe(growing.username);
    await setPermissions(services, command, { role, permissions: ['accounts:read'] });
    expect(await shownIn(another.self), 'their role may do more').toBe('impersonation-refused');
    const elsewhere = off.browser();
    for (const [name, value] of browser.jar) elsewhere.jar.set(name, value);
    expect(await shownIn(elsewhere), 'the setting').toBe('impersonation-refused');
    expect(await shownIn(elsewhere)).toBe(administrator.username);
  }, 60_000);

  test('never begins at an administrator, a closed account, oneself, without a reason or where it is off', async () => {
    const app = await sharedApp();
    const administrator = await administratorWith(app, 'administrator');
    const page = async (id: string) => (await askToLook(administrator, { id })).status;
    const support = await administratorWith(app, 'support');
    expect(await page(support.accountId)).toBe(403);
    expect(await page(administrator.accountId)).toBe(409);
    expect(await page('nothing')).toBe(404);
    const closed = await anybody(app);
    await disableAccount(app.services, actingAsCommand('It is a test'), closed.id);
    expect(await page(closed.id)).toBe(409);
    const target = await anybody(app);
    const path = `/admin/accounts/${target.id}/impersonate`;
    for (const reason of ['', 'no', 'x'.repeat(501)])
      expect((await administrator.self.submit(path, { reason })).status, reason).toBe(422);
    expect((await administrator.self.submit(path, { reason: 'Help', owner: target.id })).status).toBe(409);
    const foreign = { headers: { origin: 'https://evil.example' } };
    expect((await administrator.self.submit(path, { reason: 'Help' }, foreign)).status).toBe(403);
    const off = await open({ admin: { impersonation: false } });
    const there = off.browser();
    for (const [name, value] of administrator.self.jar) there.jar.set(name, value);
    expect((await there.get(path)).status).toBe(404);
    expect((await there.submit(path, { reason: 'Help' })).status).toBe(404);
    expect((await there.get(`/admin/accounts/${target.id}`)).text).not.toContain(path);
    expect((await administrator.self.get(`/admin/accounts/${target.id}`)).text).toContain(path);
    expect((await administrator.self.get(`/admin/accounts/${support.accountId}`)).text).not.toContain(
      '/impersonate',
    );
    app.clock.advance(minutes(11));
    expect((await administrator.self.get(path)).headers.location).toMatch(/^\/account\/prove/);
    expect(administrator.self.jar.has(lookCookie)).toBe(false);
    const rows = app.services.db
      .selectFrom('sessions')
      .select('id')
      .where('actor_id', '=', administrator.accountId);
    expect(await rows.execute()).toEqual([]);
  });

  test('V7.2.1 has a token that opens nothing without their own session, and nothing elsewhere', async () => {
    const app = await sharedApp();
    const { administrator, target, browser } = await looking(app);
    const token = browser.jar.get(lookCookie) ?? '';
    const own = browser.jar.get('latchkey') ?? '';
    const send = (cookies: Record<string, string>, headers: Record<string, string> = {}) => {
      const other = app.browser();
      for (const [name, value] of Object.entries(cookies)) other.jar.set(name, value);
      return other.get('/api/session', { headers }).then(({ body }) => body.account?.username ?? body.code);
    };
    expect(await send({ [lookCookie]: token, latchkey: own })).toBe(target.username);
    expect(await send({ [lookCookie]: token })).toBe('impersonation-refused');
    expect(await send({ latchkey: token })).toBe('not-signed-in');
    expect(await send({}, { authorization: `Bearer ${token}` })).toBe('not-signed-in');
    expect(await send({ [lookCookie]: own, latchkey: own })).toBe(administrator.username);
    const again = (await administrator.signIn()).jar.get('latchkey') ?? '';
    expect(await send({ [lookCookie]: token, latchkey: again }), 'another session of theirs').toBe(
      'impersonation-refused',
    );
    const colleague = await looking(app);
    const theirs = colleague.browser.jar.get(lookCookie) ?? '';
    expect(await send({ [lookCookie]: theirs, latchkey: own }), 'swapped').toBe('impersonation-refused');
    const bearer = await app.browser().register(freshName(), goodPassword, { transport: 'bearer' });
    const headers = { authorization: `Bearer ${bearer.body.token}` };
    expect(await send({ [lookCookie]: token, latchkey: own }, headers), 'a program').toBe(
      bearer.body.account?.username,
    );
  });

  test('reads data only with the permission, and leaves a row of the audit log', async () => {
    const app = await sharedApp();
    const { administrator, target, browser } = await looking(app);
    expect((await browser.get('/api/me/data')).text).toBe('{}');
    const rows = await audited(app, target.id);
    expect(rows.at(-1)).toMatchObject({ act: 'data-read', actor_id: administrator.accountId });
    const other = await administratorWith(app, 'looker');
    const theirs = await lookAt(other, target);
    expect((await theirs.get('/api/me/data')).body.code).toBe('impersonation-refused');
    expect(await audited(app, target.id)).toHaveLength(rows.length + 1);
  });

  test("costs a session of one's own nothing: its one query, as before", async () => {
    const read: string[] = [];
    const database = await make();
    const counted = Object.assign(Object.create(database) as typeof database, {
      prepareRead: ((name, query) => {
        const prepared = database.prepareRead(name, query);
        return (values) => {
          read.push(name);
          return prepared(values);
        };
      }) as typeof database.prepareRead,
    });
    const app = await buildApp(counted, on);
    const { browser } = await looking(app);
    const person = app.browser();
    await person.register(freshName(), goodPassword);
    const costOf = async (asking: Browser) => {
      await asking.get('/api/session');
      read.length = 0;
      const others = await statementsOf(app, () => asking.get('/api/session'));
      return [[...read], others];
    };
    expect(await costOf(person)).toEqual([['session-by-token'], 0]);
    expect(await costOf(browser)).toEqual([['session-by-token', 'impersonated-session-by-token'], 2]);
    await app.app.close();
  });
});

test('a route that names a permission cannot be impersonated, and no other hands on an account to be changed', () => {
  type Declared = Parameters<typeof route<'accounts:read', 'page', 'GET'>>[0];
  expectTypeOf<Declared['impersonated']>().toEqualTypeOf<undefined>();
  expectTypeOf<Impersonating>().not.toExtend<Caller>();
});
