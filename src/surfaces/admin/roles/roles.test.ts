import { expect, test } from 'vitest';
import { anybody } from '../../../../test/support/admin-requests.ts';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName, type TestApp } from '../../../../test/support/app.ts';
import { actingAsCommand } from '../../../operate/accounts/index.ts';
import { createRole, grantRole } from '../../../operate/roles/index.ts';
import { findRolesOf } from '../../../people/roles/index.ts';

const rolesOf = async ({ services, clock }: TestApp, id: string) =>
  (await findRolesOf(services.db, id, clock())).map(({ name, expires_at: until }) => [name, until]);

const auditOf = ({ services: { db } }: TestApp, target: string) =>
  db.selectFrom('audit').select(['act', 'reason']).where('target_id', '=', target).orderBy('seq').execute();

/** The checkboxes of a page that can be ticked, and those that can't. */
const choicesIn = (page: string, isOff: boolean) =>
  [...page.matchAll(/<input[^>]* name="permissions"[^>]*>/g)]
    .filter(([tag]) => / disabled/.test(tag) === isOff)
    .map(([tag]) => / value="([^"]*)"/.exec(tag)?.[1]);

async function roleOf(app: TestApp, permissions: readonly string[], kind: 'admin' | 'app' = 'admin') {
  const name = freshName('role');
  const { id } = await createRole(app.services, actingAsCommand(), { name, kind, permissions });
  return { id, name };
}

eachApp('the roles in the console', (open) => {
  test('are created, granted for a time, changed, revoked and deleted by pages, each with its reason', async () => {
    const app = await open();
    const admin = await administratorWith(app, 'administrator');
    const { id: person } = await anybody(app);
    const name = freshName('desk');
    const permissions = 'accounts:read\naccounts:unlock';
    const created = await admin.self.submit('/admin/roles/new', { name, kind: 'admin', permissions });
    const [, id = ''] =
      /^\/admin\/roles\/([0-9a-f-]{36})\?done=created$/.exec(created.headers.location ?? '') ?? [];
    const page = (await admin.self.get(`/admin/roles/${id}?done=created`)).text;
    for (const said of ['Role created.', 'Clear failed attempts', 'Nobody has this role'])
      expect(page).toContain(said);

    const roles = `/admin/accounts/${person}/roles`;
    const until = new Date(app.clock() + 86_400_000).toISOString();
    const granted = await admin.self.submit(`${roles}/${name}/grant`, { until, reason: 'Covers the night' });
    expect([granted.status, granted.headers.location]).toEqual([303, `${roles}?done=granted`]);
    expect(await rolesOf(app, person)).toEqual([[name, Date.parse(until)]]);
    expect((await admin.self.get(`/admin/roles/${id}`)).text).toContain(`/admin/accounts/${person}`);

    await admin.self.submit(`/admin/roles/${id}/edit`, { permissions: 'accounts:read' });
    expect((await admin.self.get(`/admin/roles/${id}`)).text).not.toContain('Clear failed attempts');
    await admin.self.submit(`${roles}/${name}/revoke`, { reason: 'The night is over' });
    expect(await rolesOf(app, person)).toEqual([]);
    const deleted = await admin.self.submit(`/admin/roles/${id}/delete`, { reason: 'No longer needed' });
    expect(deleted.headers.location).toBe('/admin/roles?done=deleted');
    expect((await admin.self.get(`/admin/roles/${id}`)).status).toBe(404);
    expect((await auditOf(app, person)).map(({ reason }) => reason)).toEqual([
      'Covers the night',
      'The night is over',
    ]);
    expect(await auditOf(app, id)).toEqual([
      { act: 'role-created', reason: null },
      { act: 'role-changed', reason: null },
      { act: 'role-deleted', reason: 'No longer needed' },
    ]);
  });

  test('are revoked and deleted by the API with a reason as well, as tokens are', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'administrator');
    const { id: person } = await anybody(app);
    const role = await roleOf(app, [], 'app');
    await self.send('PUT', `/api/admin/accounts/${person}/roles/${role.name}`, {
      reason: 'Covers the night',
    });
    const expiresAt = new Date(app.clock() + 86_400_000).toISOString();
    const token = { name: 'Nightly sync', permissions: ['accounts:read'], expiresAt };
    const made = (await self.post('/api/admin/tokens', token)).body as unknown as { id: string };
    const ends = [
      [person, `accounts/${person}/roles/${role.name}`],
      [made.id, `tokens/${made.id}`],
      [role.id, `roles/${role.name}`],
    ] as const;
    for (const [target, path] of ends) {
      const end = (reason: string) => self.send('DELETE', `/api/admin/${path}`, { reason });
      expect((await end('no')).body.code, path).toBe('reason-missing');
      expect((await end('No longer needed')).status, path).toBe(204);
      expect((await auditOf(app, target)).at(-1)?.reason, path).toBe('No longer needed');
    }
  });

  test('V8.3.1 give nobody more than whoever gives them has, and say which are out of reach', async () => {
    const app = await open();
    const own = ['roles:read', 'roles:grant', 'accounts:read'];
    const giver = await administratorWith(app, (await roleOf(app, own)).name);
    const { id: person } = await anybody(app);
    const form = (await giver.self.get('/admin/roles/new')).text;
    expect(choicesIn(form, false).toSorted()).toEqual(own.toSorted());
    expect(choicesIn(form, true)).toContain('accounts:delete');
    const sent = { name: freshName('role'), kind: 'admin', permissions: 'accounts:read\naccounts:delete' };
    const refused = await giver.self.submit('/admin/roles/new', sent);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('<code>accounts:delete</code>, because your own account');
    expect(choicesIn(refused.text, true)).toContain('accounts:delete');

    const higher = await roleOf(app, ['accounts:read', 'accounts:delete']);
    const list = (await giver.self.get(`/admin/accounts/${person}/roles`)).text;
    expect(list).not.toContain(`/${higher.name}/grant`);
    expect(list).toContain('It may do things that your account can&#39;t'.replace('&#39;', "'"));
    for (const act of ['edit', 'delete']) {
      expect((await giver.self.get(`/admin/roles/${higher.id}`)).text).not.toContain(`/${act}"`);
      const answer = await giver.self.submit(`/admin/roles/${higher.id}/${act}`, {
        permissions: 'accounts:read',
      });
      expect(answer.status, act).toBe(403);
    }
    expect((await giver.self.submit(`/admin/accounts/${person}/roles/${higher.name}/grant`, {})).status).toBe(
      403,
    );
    expect(await rolesOf(app, person)).toEqual([]);

    await grantRole(app.services, actingAsCommand(), { accountId: person, role: higher.name });
    const ofHigher = (await giver.self.get(`/admin/accounts/${person}/roles`)).text;
    expect(ofHigher).toContain("so you can't change their roles");
    expect(ofHigher).not.toMatch(/\/(grant|revoke)"/);
    const ofSelf = (await giver.self.get(`/admin/accounts/${giver.accountId}/roles`)).text;
    expect(ofSelf).toContain('This is your own account');
    expect(ofSelf).not.toMatch(/\/(grant|revoke)"/);
  });

  test('tell what is wrong beside the field, keep what was typed, and delete nothing for a bad reason', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'administrator');
    const typed = { name: 'Help <b>desk', kind: 'app', permissions: 'accounts:read', reason: 'Asked for it' };
    const { status, text } = await self.submit('/admin/roles/new', typed);
    expect(status).toBe(422);
    expect(text).toContain('id="name-error"');
    expect(text).toContain('value="Help &lt;b>desk"');
    expect(text).toMatch(/id="kind-app"[^>]* checked/);
    expect(text).toMatch(/value="accounts:read"[^>]* checked/);
    const { id, name } = await roleOf(app, [], 'app');
    const { id: person } = await anybody(app);
    await self.submit(`/admin/accounts/${person}/roles/${name}/grant`, {});
    for (const reason of ['x', 'x'.repeat(501), 'a\0b'])
      expect((await self.submit(`/admin/roles/${id}/delete`, { reason })).status, reason).toBe(422);
    expect(await rolesOf(app, person)).toEqual([[name, null]]);
    for (const path of [
      '/admin/roles/nothing',
      '/admin/roles/a%00b',
      `/admin/accounts/${person}/roles/nothing/grant`,
    ])
      expect((await self.get(path)).status, path).toBe(404);
  });

  test('list who holds one page by page, each once and in the order in which they got it, in one statement', async () => {
    const app = await open();
    const admin = await administratorWith(app, 'administrator');
    const { id, name } = await roleOf(app, [], 'app');
    const people = [];
    for (let count = 0; count < 5; count++) {
      people.push(await anybody(app));
      await grantRole(app.services, actingAsCommand(), { accountId: people.at(-1)?.id ?? '', role: name });
      // Two of them at the same time.
      if (count !== 2) app.clock.advance(1);
    }
    const read = async (query: string) => {
      const { body } = await admin.self.get(`/api/admin/roles/${name}/accounts?limit=2${query}`);
      return body as unknown as { accounts: { id: string }[]; next: string | null };
    };
    const found: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const one = await read(next === '' ? '' : `&cursor=${next}`);
      found.push(...one.accounts.map((account) => account.id));
      next = one.next;
    }
    expect(new Set(found)).toEqual(new Set(people.map((one) => one.id)));
    expect(found).toHaveLength(5);
    expect([found.slice(0, 2), found[4]]).toEqual([people.slice(0, 2).map((one) => one.id), people[4]?.id]);
    const { text } = await admin.self.get(`/admin/roles/${id}`);
    expect(
      [...text.matchAll(/<th scope="row"><a href="\/admin\/accounts\/([^"]*)"/g)].map(([, one]) => one),
    ).toEqual(found);
    const held = (await admin.self.get('/admin/roles/administrator')).text;
    expect(held).toContain(admin.username);
  });
});
