import { expect, test } from 'vitest';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName } from '../../../../test/support/app.ts';
import { everyRow } from '../../../../test/support/every-row.ts';
import { days } from '../../../kit/duration.ts';
import { actingAsCommand } from '../../../operate/accounts/index.ts';
import { createRole } from '../../../operate/roles/index.ts';

eachApp('the tokens in the console', (open) => {
  test('are shown once, by the answer to the form, do what was ticked, and are revoked with a reason', async () => {
    const app = await open();
    const { self, username } = await administratorWith(app, 'administrator');
    const expiresAt = new Date(app.clock() + days(30)).toISOString();
    const name = 'Sync <b>nightly';
    const form = {
      name,
      permissions: 'roles:read\naccounts:read',
      addresses: '127.0.0.1\n10.0.0.0/8',
      expiresAt,
    };
    const made = await self.submit('/admin/tokens/new', form);
    expect([made.status, made.headers['cache-control'], made.headers.location]).toEqual([
      200,
      'no-store',
      undefined,
    ]);
    const [token = ''] = /lka_[\w-]{43}/.exec(made.text) ?? [];
    const by = { headers: { authorization: `Bearer ${token}` } };
    expect((await app.browser().get('/api/admin/roles', by)).status).toBe(200);
    expect((await app.browser().get('/api/admin/audit', by)).status).toBe(403);
    expect((await app.browser({ address: '192.0.2.7' }).get('/api/admin/roles', by)).status).toBe(401);

    const list = (await self.get('/admin/tokens')).text;
    for (const said of ['Sync &lt;b>nightly', '127.0.0.1, 10.0.0.0/8', 'roles:read', username])
      expect(list).toContain(said);
    const [ask = ''] = /\/admin\/tokens\/[0-9a-f-]{36}\/revoke/.exec(list) ?? [];
    for (const path of ['/admin/tokens', ask, '/admin/audit'])
      expect((await self.get(path)).text).not.toContain(token);
    expect((await everyRow(app.database)).filter(({ text }) => text.includes(token))).toEqual([]);

    expect((await self.submit(ask, { reason: 'x' })).status).toBe(422);
    const revoked = await self.submit(ask, { reason: 'The program is gone' });
    expect(revoked.headers.location).toBe('/admin/tokens?done=revoked');
    expect((await app.browser().get('/api/admin/roles', by)).status).toBe(401);
    expect((await self.submit(ask, {})).headers.location, 'revoked once').toBe(ask);
    expect((await self.get(ask)).text).toContain("isn't active any more");
    const rows = await app.services.db
      .selectFrom('audit')
      .select(['act', 'reason'])
      .where('target_id', '=', ask.split('/')[3] ?? '')
      .execute();
    expect(rows).toEqual([
      { act: 'token-made', reason: null },
      { act: 'token-revoked', reason: 'The program is gone' },
    ]);
  });

  test('V8.3.1 offer nothing that is only for people, or that whoever makes one lacks', async () => {
    const app = await open();
    const role = freshName('maker');
    const permissions = ['tokens:write', 'roles:read', 'accounts:delete'];
    await createRole(app.services, actingAsCommand(), { name: role, kind: 'admin', permissions });
    const { self } = await administratorWith(app, role);
    const page = (await self.get('/admin/tokens/new')).text;
    const free = [...page.matchAll(/<input[^>]* name="permissions"[^>]*>/g)].filter(
      ([tag]) => !/ disabled/.test(tag),
    );
    expect(free.map(([tag]) => / value="([^"]*)"/.exec(tag)?.[1])).toEqual(['roles:read']);
    const expiresAt = new Date(app.clock() + days(30)).toISOString();
    const sent = { name: 'A program', expiresAt };
    for (const [wanted, status] of [
      ['accounts:delete', 422],
      ['accounts:read', 403],
      ['', 422],
    ] as const) {
      const answer = await self.submit('/admin/tokens/new', { ...sent, permissions: wanted });
      expect([answer.status, answer.text.includes('value="A program"')], wanted).toEqual([status, true]);
      expect(answer.text, wanted).not.toContain('lka_');
    }
    for (const id of ['nothing', 'a%00b'])
      expect((await self.get(`/admin/tokens/${id}/revoke`)).status).toBe(404);
  });
});
