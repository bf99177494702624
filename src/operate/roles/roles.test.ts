import { expect, test } from 'vitest';
import { administratorWith } from '../../../test/support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { statementsIn } from '../../../test/support/statements.ts';
import { untilWaiting } from '../../../test/support/until-waiting.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { Problem } from '../../kit/problem.ts';
import { findAccount, holdAccount } from '../../people/accounts/index.ts';
import { administrator, deleteGrantOf, findPermissions, findRolesOf } from '../../people/roles/index.ts';
import { revokeOtherSessions } from '../../people/sessions/index.ts';
import { actingAsCommand, deleteAccountLater, disableAccount, enableAccount } from '../accounts/index.ts';
import {
  addAdministrator,
  changeAttributes,
  createRole,
  deleteOwnRole,
  grantRole,
  listRoleHolders,
  removeAdministrator,
  revokeRole,
  setPermissions,
} from './index.ts';

const command = actingAsCommand();

async function register(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, id: body.account?.id ?? '' };
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

eachApp('administrators', (open, make) => {
  test('are made by the command: signed out, and asked for a second factor at the next login', async () => {
    const app = await open();
    const { self, username, id } = await register(app);
    expect(await addAdministrator(app.services, command, id)).toEqual({ isNew: true, sessions: 1 });
    expect((await self.get('/api/session')).status).toBe(401);
    const { body } = await app.browser().login(username, goodPassword);
    expect(body.next?.map(({ factor }) => factor)).toContain('add-totp');
    expect(await addAdministrator(app.services, command, id)).toEqual({ isNew: false, sessions: 0 });
    const events = await app.services.db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', id)
      .execute();
    expect(events.map(({ type, actor }) => [type, actor])).toContainEqual(['role-granted', 'command']);
  });

  test('the last one stays, and one that ends by itself does not count', async () => {
    const database = await make();
    const app = await open.on(database);
    const [one, other] = [await register(app), await register(app)];
    await addAdministrator(app.services, command, one.id);
    const remove = () => codeOf(removeAdministrator(app.services, command, one.id));
    expect(await remove()).toBe('last-administrator');
    const until = app.clock() + days(1);
    const forATime = { accountId: one.id, role: 'administrator', until };
    expect(await codeOf(grantRole(app.services, command, forATime))).toBe('last-administrator');
    await grantRole(app.services, command, { accountId: other.id, role: 'administrator', until });
    expect(await remove()).toBe('last-administrator');
    const longer = { accountId: other.id, role: 'administrator', until: until + 1 };
    expect(await codeOf(grantRole(app.services, command, longer))).toBe('done');
    await grantRole(app.services, command, { accountId: other.id, role: 'administrator' });
    expect(await remove()).toBe('done');
    expect(await codeOf(removeAdministrator(app.services, command, other.id))).toBe('last-administrator');
    expect(await findPermissions(app.services.db, one.id, app.clock())).toEqual(new Set());
  });

  test('the last one is neither disabled nor deleted, nor deletes themselves; a disabled one is no other', async () => {
    const app = await open.on(await make());
    const admin = await administratorWith(app, 'administrator');
    const why = actingAsCommand('Left the company');
    const ways = [
      () => disableAccount(app.services, why, admin.accountId),
      () => deleteAccountLater(app.services, why, admin.accountId),
    ];
    const other = await administratorWith(app, 'administrator');
    expect(await codeOf(disableAccount(app.services, why, other.accountId))).toBe('done');
    for (const way of ways) expect(await codeOf(way())).toBe('last-administrator');
    const left = await admin.self.send('DELETE', '/api/me', { password: goodPassword });
    expect([left.status, left.body.code]).toEqual([409, 'last-administrator']);
    expect(await codeOf(enableAccount(app.services, why, other.accountId))).toBe('done');
    expect((await admin.self.send('DELETE', '/api/me', { password: goodPassword })).status).toBe(204);
  });

  test('two who demote each other leave one, fifty times', async () => {
    const database = await make();
    const app = await open.on(database);
    const [one, other] = [await register(app), await register(app)];
    for (let round = 0; round < 50; round++) {
      for (const { id } of [one, other]) await addAdministrator(app.services, command, id);
      const both = await Promise.all(
        [one, other].map(({ id }) => codeOf(removeAdministrator(app.services, command, id))),
      );
      expect(both.toSorted(), `round ${round}`).toEqual(['done', 'last-administrator']);
    }
  });
});

eachApp('roles', (open) => {
  test('hold what was given to them, until they are changed, revoked or deleted', async () => {
    const app = await open();
    const { id } = await register(app);
    const name = freshName('helpdesk');
    const permissions = async () => [...(await findPermissions(app.services.db, id, app.clock()))].toSorted();
    await createRole(app.services, command, { name, kind: 'admin', permissions: ['accounts:read'] });
    await grantRole(app.services, command, { accountId: id, role: name });
    expect(await permissions()).toEqual(['accounts:read', 'console:open']);
    await setPermissions(app.services, command, {
      role: name,
      permissions: ['accounts:unlock', 'accounts:read'],
    });
    expect(await permissions()).toEqual(['accounts:read', 'accounts:unlock', 'console:open']);
    await revokeRole(app.services, command, { accountId: id, role: name });
    expect(await permissions()).toEqual([]);
    await grantRole(app.services, command, { accountId: id, role: name });
    const sent = await statementsIn(app, async () => {
      expect(await deleteOwnRole(app.services, command, name)).toBe(1);
    });
    const ofHolders = sent.filter((query) => /^select .* from "account_roles" where "role_id"/.test(query));
    expect(ofHolders.length).toBeGreaterThan(1);
    for (const query of ofHolders) expect(query, 'however many hold it').toContain(' limit ');
    expect(await permissions()).toEqual([]);
    expect(await listRoleHolders(app.services, name)).toBeUndefined();
  });

  test('are granted until a time that is to come, a leap second among them', async () => {
    const app = await open();
    const admin = await administratorWith(app, 'administrator');
    const { id } = await register(app);
    const url = `/api/admin/accounts/${id}/roles/support`;
    const held = () => findRolesOf(app.services.db, id, app.clock());
    expect((await admin.self.send('PUT', url, { until: '2020-01-01T00:00:00Z' })).status).toBe(422);
    const noTime = grantRole(app.services, command, { accountId: id, role: 'support', until: Number.NaN });
    expect(await codeOf(noTime)).toBe('role-refused');
    expect(await held()).toEqual([]);
    expect((await admin.self.send('PUT', url, { until: '2031-12-31T23:59:60Z' })).status).toBe(204);
    expect(await held()).toMatchObject([{ expires_at: Date.parse('2031-12-31T23:59:59Z') }]);
  });

  test('that have ended with their time can be deleted', async () => {
    const app = await open();
    const { id } = await register(app);
    const name = freshName('guest');
    await createRole(app.services, command, { name, kind: 'admin', permissions: ['accounts:read'] });
    await grantRole(app.services, command, { accountId: id, role: name, until: app.clock() + days(1) });
    app.clock.advance(days(1));
    expect(await deleteOwnRole(app.services, command, name)).toBe(0);
    expect(await listRoleHolders(app.services, name)).toBeUndefined();
  });

  test('that were granted for a time end with it', async () => {
    const app = await open();
    const { id } = await register(app);
    await grantRole(app.services, command, { accountId: id, role: 'support', until: app.clock() + days(1) });
    expect((await findPermissions(app.services.db, id, app.clock())).has('accounts:unlock')).toBe(true);
    app.clock.advance(days(1));
    expect(await findPermissions(app.services.db, id, app.clock())).toEqual(new Set());
    expect(await findRolesOf(app.services.db, id, app.clock())).toEqual([]);
  });

  test.each([
    ['a name in capitals', { name: 'Helpdesk', kind: 'admin', permissions: [] }],
    ['a name with a space', { name: 'help desk', kind: 'admin', permissions: [] }],
    ['no name', { name: '', kind: 'app', permissions: [] }],
    ['the name of a built-in role', { name: 'support', kind: 'app', permissions: [] }],
    ['an unknown permission', { name: 'strange', kind: 'admin', permissions: ['accounts:everything'] }],
    ['a permission that every role has', { name: 'strange', kind: 'admin', permissions: ['console:open'] }],
    ['a permission for apps', { name: 'strange', kind: 'app', permissions: ['accounts:read'] }],
  ] as const)('with %s are refused', async (_, wanted) => {
    const app = await open();
    expect(await codeOf(createRole(app.services, command, wanted))).toBe('role-refused');
  });

  test('that are built in stay as they are', async () => {
    const { services } = await open();
    for (const name of ['administrator', 'support', 'operator', 'auditor']) {
      expect(await codeOf(deleteOwnRole(services, command, name)), name).toBe('role-refused');
      expect(await codeOf(setPermissions(services, command, { role: name, permissions: [] })), name).toBe(
        'role-refused',
      );
    }
  });

  test('for apps are told with the account, and open nothing', async () => {
    const app = await open();
    const { self, id } = await register(app);
    const names = [freshName('editor'), freshName('author')].toSorted();
    for (const name of names) {
      await createRole(app.services, command, { name, kind: 'app', permissions: [] });
      await grantRole(app.services, command, { accountId: id, role: name });
    }
    const rolesIn = async (url: string) => {
      const { body } = await self.get(url);
      const { account, roles } = body as unknown as { account?: { roles: string[] }; roles?: string[] };
      return account?.roles ?? roles;
    };
    expect(await rolesIn('/api/session')).toEqual(names);
    expect(await rolesIn('/api/me')).toEqual(names);
    expect((await self.get('/api/admin/session')).status).toBe(403);
    await revokeRole(app.services, command, { accountId: id, role: names[0] ?? '' });
    expect(await rolesIn('/api/session')).toEqual([names[1]]);
    await deleteOwnRole(app.services, command, names[1] ?? '');
    expect(await rolesIn('/api/session')).toEqual([]);
    const until = app.clock() + days(1);
    await createRole(app.services, command, { name: names[0] ?? '', kind: 'app', permissions: [] }).catch(
      () => {},
    );
    expect(
      await codeOf(grantRole(app.services, command, { accountId: id, role: names[0] ?? '', until })),
    ).toBe('role-refused');
  });
});

eachApp('attributes', (open) => {
  test('are merged, told with the account, and removed by null', async () => {
    const app = await open();
    const { self, id } = await register(app);
    const change = (patch: never) => changeAttributes(app.services, command, { accountId: id, patch });
    expect(await change({ plan: 'pro', seats: 5 } as never)).toEqual({ plan: 'pro', seats: 5 });
    expect(await change({ plan: null, team: { name: 'blue' } } as never)).toEqual({
      seats: 5,
      team: { name: 'blue' },
    });
    const { body } = await self.get('/api/session');
    expect(body.account).toMatchObject({ attributes: { seats: 5, team: { name: 'blue' } } });
    expect(await codeOf(change(['list'] as never))).toBe('attributes-refused');
    expect(await codeOf(change({ long: 'x'.repeat(2048) } as never))).toBe('attributes-refused');
  });

  test.each(['role', 'roles', 'attributes', 'isAdmin', 'permissions'])(
    'nobody gives themselves %s',
    async (field) => {
      const app = await open();
      const { self, id } = await register(app);
      const sent = [
        await app.browser().register(freshName(), goodPassword, { [field]: ['administrator'] }),
        await self.send('PUT', '/api/me/email', { email: 'ada@example.com', [field]: ['administrator'] }),
        await self.send('PUT', `/api/admin/accounts/${id}/roles/administrator`, { [field]: 'administrator' }),
      ];
      for (const { status } of sent) expect([400, 403]).toContain(status);
      expect(await findPermissions(app.services.db, id, app.clock())).toEqual(new Set());
    },
  );
});

eachApp('an administrator over the API', (open) => {
  test('grants what they hold to others, and nothing to themselves or to who holds more', async () => {
    const app = await open();
    const admin = await administratorWith(app, 'administrator');
    const own = freshName('granter');
    await createRole(app.services, command, {
      name: own,
      kind: 'admin',
      permissions: ['roles:grant', 'roles:read', 'accounts:read'],
    });
    const granter = await administratorWith(app, own);
    const { id } = await register(app);
    const put = (who: typeof admin, accountId: string, role: string) =>
      who.self.send('PUT', `/api/admin/accounts/${accountId}/roles/${role}`, {});
    expect((await put(admin, id, 'support')).status).toBe(204);
    expect((await put(admin, admin.accountId, 'support')).body.code).toBe('own-account');
    const more = await put(granter, id, 'administrator');
    expect([more.status, more.body.code], 'id holds more than the granter').toEqual([403, 'not-permitted']);
    const fresh = await register(app);
    expect((await put(granter, fresh.id, 'administrator')).body.code).toBe('not-permitted');
    expect((await put(granter, fresh.id, own)).status).toBe(204);
    expect((await granter.self.send('DELETE', `/api/admin/accounts/${id}/roles/support`)).body.code).toBe(
      'not-permitted',
    );
  });

  test('V8.3.2 does nothing more once the role or the session is gone, nor by a request that waits meanwhile', async () => {
    const app = await open();
    const { db } = app.services;
    const [demoted, signedOut] = [
      await administratorWith(app, 'administrator'),
      await administratorWith(app, 'administrator'),
    ];
    const { id } = await register(app);
    const waiting = await inTransaction(db, async (tx) => {
      await holdAccount(tx, id);
      const sent = [demoted, signedOut].map(({ self }) =>
        self.post(`/api/admin/accounts/${id}/disable`, { reason: 'Asked for by its owner' }),
      );
      await untilWaiting(app.database, sent.length);
      await deleteGrantOf(tx, demoted.accountId, administrator);
      await revokeOtherSessions(tx, signedOut.accountId, '', { why: 'ended', at: 1 });
      return sent;
    });
    const codes = (await Promise.all(waiting)).map(({ body }) => body.code);
    expect(codes).toEqual(['not-permitted', 'not-signed-in']);
    expect((await findAccount(db, id))?.disabled_at).toBeNull();
    expect((await demoted.self.get('/api/admin/session')).body.code).toBe('not-permitted');
  });

  test('V8.3.2 takes no permission from a role that was added while the request waited, unless it may', async () => {
    const app = await open();
    const { services } = app;
    const [name, limited] = [freshName('role'), freshName('limited')];
    const byCommand = actingAsCommand();
    await createRole(services, byCommand, { name, kind: 'admin', permissions: ['accounts:read'] });
    const permissions = ['roles:grant', 'accounts:read'];
    await createRole(services, byCommand, { name: limited, kind: 'admin', permissions });
    const { self } = await administratorWith(app, limited);
    const waiting = await inTransaction(services.db, async (tx) => {
      const wider = JSON.stringify(['accounts:read', 'accounts:delete']);
      await tx.updateTable('roles').set({ permissions: wider }).where('name', '=', name).execute();
      const sent = self.send('PATCH', `/api/admin/roles/${name}`, { permissions: [] });
      await untilWaiting(app.database, 1);
      return { sent };
    });
    expect((await waiting.sent).body.code).toBe('not-permitted');
  });
});
