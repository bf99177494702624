import { readFileSync } from 'node:fs';
import { expect, expectTypeOf, test } from 'vitest';
import { minutes } from '../../src/kit/duration.ts';
import { isPermissionName, type Route } from '../../src/kit/http/index.ts';
import { actingAsCommand, disableAccount } from '../../src/operate/accounts/index.ts';
import { createRole } from '../../src/operate/roles/index.ts';
import { builtInRoles, type Permission, permissionKinds } from '../../src/people/roles/index.ts';
import { allRoutes } from '../../src/server.ts';
import { type AdminRequest, adminRequests, anybody, type Target } from '../support/admin-requests.ts';
import { administratorWith } from '../support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { lookCookie } from '../support/impersonation.ts';
import { unfinished } from '../support/second-factors.ts';

const on = { admin: { impersonation: true } } as const;

const reference = readFileSync(new URL('../../docs/reference/rights.md', import.meta.url), 'utf8');

/** Who may send a request, by its line in docs/reference/rights.md. */
function allowedIn(name: string): ReadonlySet<string> {
  const line = reference.split('\n').find((one) => one.startsWith(`| \`${name}\` |`));
  const cells =
    line
      ?.split('|')
      .slice(3, 3 + builtInRoles.length)
      .map((cell) => cell.trim()) ?? [];
  return new Set(builtInRoles.filter((_, at) => cells[at] === '✓'));
}

const routesOf = ({ services }: TestApp): Route[] =>
  allRoutes(services, '').filter(({ access }) => isPermissionName(access));

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

function requestOf(route: Route): AdminRequest {
  const request = adminRequests[nameOf(route)];
  if (!request) throw new Error(`${nameOf(route)} is missing in test/support/admin-requests.ts.`);
  return request;
}

async function send(app: TestApp, browser: Browser, route: Route, target: Target): Promise<Answer> {
  const { path, body } = await requestOf(route).send(app, target);
  if (route.kind === 'api') return browser.send(route.method, path, body);
  if (route.method === 'GET') return browser.get(path);
  const answer = await browser.submit(path, (body ?? {}) as Record<string, string>);
  // What follows is sent in one's own name again.
  browser.jar.delete(lookCookie);
  return answer;
}

/** What somebody is told, as the API and the pages tell it. */
function said(route: Route, { status, body, headers, text }: Answer): string {
  if (route.kind === 'api') return status >= 400 ? String(body.code) : String(status);
  if (headers.location?.startsWith('/account/prove?')) return 'proof-required';
  if (text.includes('/account/prove?next=')) return 'proof-required';
  if (status === 403)
    return text.includes('second factor is required') ? 'admin-second-factor-missing' : 'not-permitted';
  if (status === 409) return text.includes('own account') ? 'own-account' : '409';
  return status === 404 ? 'not-found' : String(status);
}

eachApp('every request for administrators', (open) => {
  test('V8.2.1 V8.2.2 V8.3.1 is done for those whom the reference names, and for nobody else', async () => {
    const app = await open(on);
    const weak = await administratorWith(app, 'administrator');
    await app.services.db
      .updateTable('sessions')
      .set({ aal: 1 })
      .where('account_id', '=', weak.accountId)
      .execute();
    const person = app.browser();
    await person.register(freshName(), goodPassword);
    const waiting = (await unfinished(app)).browser;
    const holders = new Map<string, Browser>();
    for (const role of builtInRoles) holders.set(role, (await administratorWith(app, role)).self);
    const target = await anybody(app);
    const aged = await administratorWith(app, 'administrator');
    const longAgo = app.clock() - minutes(11);
    await app.services.db
      .updateTable('sessions')
      .set({ auth_time: longAgo, second_auth_time: longAgo, admin_seen_at: app.clock() })
      .where('account_id', '=', aged.accountId)
      .execute();

    for (const route of routesOf(app)) {
      const name = nameOf(route);
      const { done } = requestOf(route);
      const answer = async (browser: Browser) => said(route, await send(app, browser, route, target));
      const hidden = route.kind === 'page';
      expect(await answer(app.browser()), `${name}, a stranger`).toBe(hidden ? 'not-found' : 'not-signed-in');
      expect(await answer(waiting), `${name}, with an unfinished login`).toBe(
        hidden ? 'not-found' : 'not-signed-in',
      );
      expect(await answer(person), `${name}, a person`).toBe(hidden ? 'not-found' : 'not-permitted');
      expect(await answer(weak.self), `${name}, without a second factor`).toBe('admin-second-factor-missing');
      const isAct = permissionKinds[route.access as Permission] !== 'read';
      expect(await answer(aged.self), `${name}, with an aged proof`).toBe(
        isAct ? 'proof-required' : String(done),
      );
      const allowed = allowedIn(name);
      expect(allowed.has('administrator'), `${name} in docs/reference/rights.md`).toBe(true);
      for (const [role, browser] of holders) {
        expect(await answer(browser), `${name}, ${role}`).toBe(
          allowed.has(role) ? String(done) : 'not-permitted',
        );
      }
    }
  });

  test('V8.2.2 V8.4.2 that acts on an account is refused for the own one and for one that may do more, disabled or not', async () => {
    const app = await open(on);
    const closed = await administratorWith(app, 'administrator');
    const administrator = await administratorWith(app, 'administrator');
    const { accountId: id, username } = administrator;
    await disableAccount(app.services, actingAsCommand('On leave'), closed.accountId);
    const acts = routesOf(app).filter((route) => requestOf(route).actsOnAccount);
    expect(acts.length).toBeGreaterThan(2);
    const holders = new Map<string, Browser>();
    for (const route of acts) {
      const permission = route.access;
      if (!holders.has(permission)) {
        const role = freshName('only');
        await createRole(app.services, actingAsCommand(), {
          name: role,
          kind: 'admin',
          permissions: [permission],
        });
        holders.set(permission, (await administratorWith(app, role)).self);
      }
      const only = holders.get(permission) ?? app.browser();
      const own = await send(app, administrator.self, route, { id, username });
      expect(said(route, own), `${nameOf(route)}, own account`).toBe('own-account');
      const higher = await send(app, only, route, { id, username });
      expect(said(route, higher), `${nameOf(route)}, higher account`).toBe('not-permitted');
      const disabled = await send(app, only, route, { id: closed.accountId, username: closed.username });
      expect(said(route, disabled), `${nameOf(route)}, disabled higher account`).toBe('not-permitted');
      const other = await send(app, only, route, await anybody(app));
      expect(said(route, other), `${nameOf(route)}, another account`).toBe(String(requestOf(route).done));
    }
  });

  test('V8.2.1 names its permission, as does every route below /admin and /api/admin', async () => {
    const { services } = await open();
    const all = allRoutes(services, '').filter(({ path }) => /^(\/api)?\/admin(\/|$)/.test(path));
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter(({ access }) => !isPermissionName(access)).map(nameOf)).toEqual([]);
    const asked = new Set(all.map(({ access }) => access));
    const named = Object.keys(permissionKinds) as Permission[];
    expect(
      named.filter((permission) => !asked.has(permission)),
      'permissions that open nothing',
    ).toEqual([]);
  });

  test('the console locks itself when nobody has used it for a while', async () => {
    const app = await open();
    const { self, verify } = await administratorWith(app, 'auditor');
    const read = async () => (await self.get('/api/admin/session')).status;
    for (let quarter = 0; quarter < 5; quarter++) {
      app.clock.advance(minutes(14));
      expect(await read(), 'while it is used').toBe(200);
    }
    app.clock.advance(minutes(16));
    expect(await read(), 'after a pause').toBe(403);
    await verify();
    expect(await read()).toBe(200);
  });

  test('V3.5.1 takes no cookie from a page of another origin, an allowed one neither', async () => {
    const app = await open({ allowedOrigins: ['https://app.example.com'] });
    const { self } = await administratorWith(app, 'administrator');
    const headers = { origin: 'https://app.example.com' };
    expect((await self.get('/api/session', { headers })).status, 'what it may do for people').toBe(200);
    const { id } = await anybody(app);
    const path = `/api/admin/accounts/${id}`;
    for (const answer of [
      await self.get(path, { headers }),
      await self.get(path, { headers: { 'sec-fetch-site': 'same-site' } }),
      await self.post(`${path}/unlock`, {}, { headers }),
      await self.get(`/admin/accounts/${id}`, { headers: { ...headers, accept: 'text/html' } }),
    ])
      expect([answer.status, answer.text.includes('another website')]).toEqual([403, true]);
    for (const own of [app.config.publicUrl, 'http://127.0.0.1:3000'])
      expect(
        (await self.get(path, { headers: { origin: own, host: own.replace('http://', '') } })).status,
      ).toBe(200);
  });

  test('is not there for addresses that the configuration does not name', async () => {
    const app = await open({ admin: { allowedAddresses: ['10.9.0.0/16'] } });
    const { self } = await administratorWith(app, 'administrator');
    expect((await self.get('/api/admin/session')).status).toBe(404);
  });
});

test('a route without access, or with a permission that there is none of, does not compile', () => {
  expectTypeOf<Record<never, never>>().not.toExtend<Pick<Route, 'access'>>();
  expectTypeOf<{ access: 'accounts:everything' }>().not.toExtend<Pick<Route, 'access'>>();
  expectTypeOf<{ access: 'accounts:unlock' }>().toExtend<Pick<Route, 'access'>>();
});
