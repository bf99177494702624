import { expect, test } from 'vitest';
import { anybody } from '../../../../test/support/admin-requests.ts';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName } from '../../../../test/support/app.ts';
import { storedGrant } from '../../../../test/support/stored-app.ts';
import { addApp, saveResource } from '../../../operate/apps/index.ts';

const hostile = '<img src=x>';

eachApp('the apps in the console', (open) => {
  test('are shown with what they may do and how much they are used, and never a secret', async () => {
    const app = await open();
    const { services } = app;
    const name = freshName('Wiki');
    const redirects = ['https://wiki.example.com/callback?next="><b>'];
    const { app: added, secret } = await addApp(services, { name, kind: 'web', redirects });
    const { id } = await anybody(app);
    const now = app.clock();
    await storedGrant(services.db, { app: added.id, account: id, session: null, now });
    const url = `https://api.example.com/${freshName('tools')}`;
    await saveResource(services, { url, name: hostile, scopes: { 'tools:read': hostile } });
    const { self } = await administratorWith(app, 'operator');

    const listed = await self.get('/api/admin/apps');
    const { apps, resources } = listed.body as unknown as { apps: { id: string }[]; resources: object[] };
    const shown = apps.find((one) => one.id === added.id);
    expect(shown).toMatchObject({
      ...{ id: added.id, name, kind: 'web', enabled: true, redirectUris: redirects, people: 1 },
      lastUsedAt: new Date(now).toISOString(),
    });
    expect(resources).toContainEqual({ url, name: hostile, scopes: { 'tools:read': hostile } });
    expect((await self.get(`/api/admin/apps/${added.id}`)).body).toEqual(shown);

    const [list, page] = [await self.get('/admin/apps'), await self.get(`/admin/apps/${added.id}`)];
    expect(list.text).toContain(`<a href="/admin/apps/${added.id}"><bdi>${name}</bdi></a>`);
    for (const part of ['https://wiki.example.com/callback', `latchkey apps set ${added.id}`, 'openid'])
      expect(page.text).toContain(part);
    for (const { text } of [listed, list, page]) expect(text).not.toContain(secret);
    for (const { text } of [list, page])
      expect([text.includes('<b>'), text.includes(hostile)]).toEqual([false, false]);
  });

  test('are not there under an ID that none has', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'operator');
    for (const id of ['app_none', 'app_demo', '%00', 'x'.repeat(200)]) {
      for (const path of ['/admin/apps', '/api/admin/apps'])
        expect((await self.get(`${path}/${id}`)).status, path + id).toBe(404);
    }
  });
});
