import { expect, test } from 'vitest';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName } from '../../../../test/support/app.ts';
import { invited } from '../../../../test/support/invitations.ts';
import { codeTo, freshAddress, mailsTo } from '../../../../test/support/mails.ts';
import { days } from '../../../kit/duration.ts';
import { actingAsCommand } from '../../../operate/accounts/index.ts';
import { createRole } from '../../../operate/roles/index.ts';

interface Listed {
  readonly id: string;
  readonly email: string | null;
  readonly state: string;
  readonly roles: readonly string[];
  readonly invitedBy: string | null;
}

eachApp('the invitations in the console', (open) => {
  test('are sent with roles, told by their state, and revoked, and no page or answer shows the link', async () => {
    const app = await open();
    const { self, accountId, username } = await administratorWith(app, 'administrator');
    const email = freshAddress();
    const form = { email, note: 'Starts on <Monday>', roles: 'support\nauditor' };
    expect((await self.submit('/admin/invitations/new', form)).headers.location).toBe(
      '/admin/invitations?done=sent',
    );
    const code = await codeTo(app, email);
    const list = async () => {
      const { text, body } = await self.get('/api/admin/invitations?limit=200');
      expect(text).not.toContain(code);
      return (body as unknown as { items: Listed[] }).items;
    };
    const found = (await list()).find((one) => one.email === email);
    expect(found).toMatchObject({ state: 'open', roles: ['support', 'auditor'], invitedBy: accountId });
    const ask = `/admin/invitations/${found?.id}/revoke`;
    for (const path of ['/admin/invitations', ask]) {
      const { text } = await self.get(path);
      for (const said of [email, username, 'Starts on &lt;Monday>', 'support, auditor'])
        expect(text, path).toContain(said);
      expect(text, path).not.toContain(code);
    }
    expect((await self.submit(ask, {})).headers.location).toBe('/admin/invitations?done=revoked');
    expect((await self.get('/admin/invitations')).text).not.toContain(email);
    expect((await self.get('/admin/invitations?state=all')).text).toContain(email);
    expect((await list()).find(({ id }) => id === found?.id)).toMatchObject({ state: 'revoked' });
    expect((await self.submit(ask, {})).headers.location, 'revoked once').toBe(ask);
    expect((await self.get(ask)).text).toContain("isn't open any more");
    expect(
      (
        await app.browser().post('/api/invitations/accept', {
          token: code,
          username: freshName(),
          password: 'a b c d e f g h i',
        })
      ).status,
    ).toBe(404);
  });

  test('V8.3.1 come with no role that whoever invites may not grant', async () => {
    const app = await open();
    const [lead, forApps] = [freshName('lead'), freshName('author')];
    const permissions = ['accounts:invite', 'roles:grant', 'tokens:write'];
    await createRole(app.services, actingAsCommand(), { name: lead, kind: 'admin', permissions });
    await createRole(app.services, actingAsCommand(), { name: forApps, kind: 'app', permissions: [] });
    const { self } = await administratorWith(app, lead);
    const email = freshAddress();
    const page = (await self.get('/admin/invitations/new')).text;
    expect(page).toMatch(new RegExp(`value="${lead}"(?![^>]* disabled)`));
    expect(page).toMatch(/value="administrator"[^>]* disabled/);
    const byPage = await self.submit('/admin/invitations/new', { email, roles: 'administrator' });
    expect([byPage.status, byPage.text.includes(`value="${email}"`)]).toEqual([403, true]);
    const byApi = await self.post('/api/admin/invitations', { email, roles: ['administrator'] });
    expect([byApi.status, byApi.body.code]).toEqual([403, 'not-permitted']);
    expect((await self.post('/api/admin/invitations', { email, roles: ['nothing'] })).body.code).toBe(
      'role-refused',
    );
    const support = await administratorWith(app, 'support');
    expect((await support.self.get('/admin/invitations/new')).text).not.toContain('name="roles"');
    const expiresAt = new Date(app.clock() + days(1)).toISOString();
    const made = { name: 'CRM', permissions: ['accounts:invite'], expiresAt };
    const { token } = (await self.post('/api/admin/tokens', made)).body;
    const headers = { authorization: `Bearer ${token}` };
    for (const answer of [
      await app.browser().post('/api/admin/invitations', { email, roles: [forApps] }, { headers }),
      await support.self.post('/api/admin/invitations', { email, roles: [forApps] }),
      await support.self.submit('/admin/invitations/new', { email, roles: 'support' }),
    ])
      expect([answer.status, answer.text.includes('roles:grant')]).toEqual([403, true]);
    expect(await mailsTo(app, email)).toEqual([]);
  });

  test('are read page by page, each once, also while more are sent', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'auditor');
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.unshift((await invited(app)).id);
    const read: string[] = [];
    let cursor = '';
    while (read.length < 5) {
      const { body } = await self.get(`/api/admin/invitations?limit=2&state=open${cursor}`);
      const { items, next } = body as unknown as { items: Listed[]; next: string };
      read.push(...items.map(({ id }) => id));
      cursor = `&cursor=${next}`;
      await invited(app);
    }
    expect(read.slice(0, 5)).toEqual(ids);
    for (const id of ['nothing', 'a%00b', 'somebody@example.com'])
      expect((await self.get(`/admin/invitations?cursor=${id}`)).headers.location, id).toBe(
        '/admin/invitations',
      );
    expect((await self.get('/admin/invitations')).text).not.toContain('/revoke');
  });

  test('can be sent by somebody who may do nothing else, and lead them where they may be', async () => {
    const app = await open();
    const name = freshName('inviter');
    await createRole(app.services, actingAsCommand(), {
      name,
      kind: 'admin',
      permissions: ['accounts:invite'],
    });
    const { self } = await administratorWith(app, name);
    const { status, headers } = await self.submit('/admin/invitations/new', { email: freshAddress() });
    expect([status, headers.location]).toEqual([303, '/admin']);
    for (const id of ['nothing', 'a%00b', 'somebody@example.com'])
      expect((await self.send('DELETE', `/api/admin/invitations/${id}`)).status, id).toBe(404);
  });
});
