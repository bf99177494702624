import { expect, test } from 'vitest';
import { anybody } from '../../../test/support/admin-requests.ts';
import { administratorWith } from '../../../test/support/administrators.ts';
import { eachApp, freshName, type TestApp } from '../../../test/support/app.ts';
import { days } from '../../kit/duration.ts';
import { actingAsCommand } from '../../operate/accounts/index.ts';
import { createRole, revokeRole } from '../../operate/roles/index.ts';

const wanted = (app: TestApp, more: object = {}) => ({
  name: 'Nightly sync',
  permissions: ['roles:read', 'accounts:set-attributes'],
  expiresAt: new Date(app.clock() + days(30)).toISOString(),
  ...more,
});

async function tokenOf(
  app: TestApp,
  admin: Awaited<ReturnType<typeof administratorWith>>,
  more: object = {},
) {
  const { status, body, text } = await admin.self.post('/api/admin/tokens', wanted(app, more));
  if (status !== 201) throw new Error(text);
  const { token, id } = body as unknown as { token: string; id: string };
  const as = (from: { address?: string } = {}) => {
    const browser = app.browser(from);
    const headers = { authorization: `Bearer ${token}` };
    return {
      get: (url: string) => browser.get(url, { headers }),
      send: (method: 'PATCH' | 'POST' | 'PUT', url: string, sent: unknown) =>
        browser.send(method, url, sent, { headers }),
    };
  };
  return { token, id, as };
}

eachApp("a program's token", (open) => {
  test('does what it was given, and is named in the audit log', async () => {
    const app = await open();
    const admin = await administratorWith(app, 'administrator');
    const { id, as } = await tokenOf(app, admin);
    const { id: accountId } = await anybody(app);
    expect((await as().get('/api/admin/roles')).status).toBe(200);
    const changed = await as().send('PATCH', `/api/admin/accounts/${accountId}/attributes`, { plan: 'pro' });
    expect(changed.body).toEqual({ plan: 'pro' });
    const rows = await app.services.db
      .selectFrom('audit')
      .selectAll()
      .where('target_id', '=', accountId)
      .execute();
    expect(rows.map(({ actor_kind, actor_id, act }) => [actor_kind, actor_id, act])).toEqual([
      ['token', id, 'attributes-changed'],
    ]);
    const own = `/api/admin/accounts/${admin.accountId}/attributes`;
    expect((await as().send('PATCH', own, { plan: 'pro' })).body.code, "its maker's account").toBe(
      'own-account',
    );
  });

  test('opens nothing else: no page, no session, no act that wants a person', async () => {
    const app = await open();
    const admin = await administratorWith(app, 'administrator');
    const { as } = await tokenOf(app, admin);
    expect((await as().get('/api/session')).status).toBe(401);
    expect((await as().get('/api/me')).status).toBe(401);
    expect((await as().get('/account')).status).toBe(303);
    expect((await as().get('/api/admin/accounts')).body.code, 'what its maker may').toBe('not-permitted');
    for (const [method, url] of [
      ['POST', '/api/admin/roles'],
      ['POST', '/api/admin/tokens'],
    ] as const) {
      const body = url.endsWith('tokens') ? wanted(app) : { name: freshName('role'), kind: 'app' };
      expect((await as().send(method, url, body)).body.code, url).toBe('not-permitted');
    }
  });

  test('is worth nothing once it is revoked, has run out, comes from elsewhere, or its maker may no more', async () => {
    const app = await open();
    const admin = await administratorWith(app, 'administrator');
    const second = await administratorWith(app, 'administrator');
    const ask = async ({ as }: Awaited<ReturnType<typeof tokenOf>>, address?: string) =>
      (await as(address === undefined ? {} : { address }).get('/api/admin/roles')).status;

    const revoked = await tokenOf(app, admin);
    expect(await ask(revoked)).toBe(200);
    expect((await admin.self.send('DELETE', `/api/admin/tokens/${revoked.id}`)).status).toBe(204);
    expect(await ask(revoked)).toBe(401);

    const bound = await tokenOf(app, admin, { addresses: ['203.0.113.0/24'] });
    expect([await ask(bound, '203.0.113.9'), await ask(bound, '203.0.114.9')]).toEqual([200, 401]);

    const orphan = await tokenOf(app, second);
    await revokeRole(app.services, actingAsCommand(), { accountId: second.accountId, role: 'administrator' });
    expect(await ask(orphan)).toBe(403);

    const late = await tokenOf(app, admin);
    app.clock.advance(days(30));
    expect(await ask(late)).toBe(401);
  });

  test.each([
    ['without a name', { name: ' ' }],
    ['for more than 400 days', { expiresAt: '2032-01-01T00:00:00.000Z' }],
    ['that has run out', { expiresAt: '2020-01-01T00:00:00.000Z' }],
    ['without permissions', { permissions: [] }],
    ['with an unknown permission', { permissions: ['accounts:everything'] }],
    ['with a permission for people', { permissions: ['accounts:delete'] }],
    ['with an address that is none', { addresses: ['10.0.0.0/33'] }],
  ])('%s is refused', async (_, more) => {
    const app = await open();
    const { self } = await administratorWith(app, 'administrator');
    expect((await self.post('/api/admin/tokens', wanted(app, more))).body.code).toBe('token-refused');
  });

  test('can do no more than whoever makes it', async () => {
    const app = await open();
    const role = freshName('maker');
    const permissions = ['tokens:write', 'roles:read'];
    await createRole(app.services, actingAsCommand(), { name: role, kind: 'admin', permissions });
    const { self } = await administratorWith(app, role);
    expect((await self.post('/api/admin/tokens', wanted(app))).body.code).toBe('not-permitted');
    const { status, body } = await self.post(
      '/api/admin/tokens',
      wanted(app, { permissions: ['roles:read'] }),
    );
    expect(status).toBe(201);
    const listed = await self.get('/api/admin/tokens');
    expect(listed.text).not.toContain((body as unknown as { token: string }).token);
  });
});
