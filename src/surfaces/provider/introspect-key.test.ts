import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { openAtOneTime } from '../../../test/support/app-client.ts';
import { days } from '../../kit/duration.ts';
import { addApp, changeApp, type NewApp, removeResource, saveResource } from '../../operate/apps/index.ts';

const api = 'https://api.example.com';
const longer = 'https://api.example.com/mcp';
const refused = { active: false };

eachApp('access keys at the APIs of others', (open) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openAtOneTime(open);
    await saveResource(app.services, {
      url: api,
      name: 'API',
      scopes: { read: 'Read', 'read:all': 'Read all' },
    });
    await saveResource(app.services, { url: longer, scopes: { read: 'Read' } });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  async function keyFor(scopes: readonly string[], more: object = {}) {
    const self = app.browser();
    const { body } = await self.register(freshName(), goodPassword);
    const made = await self.post('/api/me/keys', { name: 'Sync', scopes, ...more });
    const { key = '', id = '' } = made.body as { key?: string; id?: string };
    return { self, key, id, made, sub: body.account?.id ?? '' };
  }

  async function service(more: Partial<NewApp> = {}) {
    const added = await addApp(app.services, {
      name: freshName('Service'),
      kind: 'machine',
      redirects: [],
      resource: api,
      ...more,
    });
    const basic = Buffer.from(`${added.app.id}:${added.secret}`).toString('base64');
    return { ...added, headers: { authorization: `Basic ${basic}` } };
  }

  const ask = (
    token: string,
    headers: Readonly<Record<string, string>>,
    form: Readonly<Record<string, string>> = {},
  ) => app.browser().send('POST', '/oauth/introspect', undefined, { form: { token, ...form }, headers });

  test('RFC 7662 a service learns whose key it is, until when, and which scopes of its own resource it holds', async () => {
    const { headers } = await service();
    const { key, sub, self, made } = await keyFor(
      [`${longer} read`, `${api} read`, 'data:read', `${api} read`],
      { days: 30 },
    );
    expect((made.body as { scopes?: string[] }).scopes).toEqual([
      'data:read',
      `${api} read`,
      `${longer} read`,
    ]);
    const exp = Math.floor((app.clock() + days(30)) / 1000);
    expect((await ask(key, headers)).body).toEqual({
      active: true,
      sub,
      scope: 'read',
      client_id: 'key',
      exp,
    });
    const hinted = await ask(key, headers, { token_type_hint: 'access_token' });
    expect(hinted.body).toMatchObject({ active: true });
    expect(hinted.headers['cache-control']).toBe('no-store');
    const { headers: other } = await service({ resource: longer });
    expect((await ask(key, other)).body).toMatchObject({ active: true, scope: 'read' });
    const { keys } = (await self.get('/api/me/keys')).body as { keys?: { usedAt: string | null }[] };
    expect(keys?.[0]?.usedAt).not.toBeNull();
  });

  test('V8.2.2 of every other key, and of one that has ended, it learns nothing', async () => {
    const { headers } = await service();
    const cases = [['data:read'], [`${longer} read`], ['account:read', 'data:write', `${longer} read`]];
    for (const scopes of cases)
      expect((await ask((await keyFor(scopes)).key, headers)).body).toEqual(refused);
    const { key, self, id } = await keyFor([`${api} read`]);
    const { key: short } = await keyFor([`${api} read:all`], { days: 1 });
    expect((await ask(short, headers)).body).toMatchObject({ scope: 'read:all' });
    for (const damaged of [
      `${key}0`,
      key.slice(0, -1),
      key.toLowerCase(),
      ` ${key}`,
      key.replace('lkp_', 'lks_'),
    ])
      expect((await ask(damaged, headers)).body, damaged).toEqual(refused);
    expect((await self.send('DELETE', `/api/me/keys/${id}`)).status).toBe(204);
    expect((await ask(key, headers)).body).toEqual(refused);
    app.clock.advance(days(1));
    expect((await ask(short, headers)).body).toEqual(refused);
  });

  test('V10.4.10 and so do those that have not shown who they are, or are no resource', async () => {
    const { key } = await keyFor([`${api} read`]);
    const { headers, app: known } = await service();
    const { headers: none } = await service({ resource: '' });
    const { headers: gone } = await service({ resource: 'https://gone.example.com' });
    for (const one of [none, gone]) expect((await ask(key, one)).body).toEqual(refused);
    const wrong = { authorization: `Basic ${Buffer.from(`${known.id}:wrong`).toString('base64')}` };
    const spa = await addApp(app.services, {
      name: freshName('Spa'),
      kind: 'spa',
      redirects: ['https://a.example.com/b'],
    });
    expect((await ask(key, wrong)).status).toBe(401);
    expect((await ask(key, {}, { client_id: known.id })).status).toBe(401);
    expect((await ask(key, {}, { client_id: spa.app.id })).body).toEqual(refused);
    expect((await ask(key, { authorization: `Bearer ${key}` })).status).toBe(400);
    expect((await ask(key, headers)).body).toMatchObject({ active: true });
    await changeApp(app.services, known.name, { disabled: true });
    expect((await ask(key, headers)).status).toBe(401);
  });

  test('a public app can be no resource, and a scope that a resource no longer has is worth nothing', async () => {
    const spa = {
      name: freshName('Spa'),
      kind: 'spa',
      redirects: ['https://a.example.com/b'],
      resource: api,
    } as const;
    await expect(addApp(app.services, spa)).rejects.toThrow('has no secret');
    await expect(service({ resource: 'nowhere' })).rejects.toThrow("can't be the address of a resource");
    const { headers } = await service();
    const { key } = await keyFor([`${api} read`]);
    await saveResource(app.services, { url: api, scopes: { 'read:all': 'Read all' } });
    expect((await ask(key, headers)).body).toEqual(refused);
    await saveResource(app.services, { url: api, scopes: { read: 'Read' } });
    expect((await ask(key, headers)).body).toMatchObject({ active: true });
    await removeResource(app.services, api);
    expect((await ask(key, headers)).body).toEqual(refused);
    expect((await keyFor([`${api} read`])).made.body).toMatchObject({ status: 422, code: 'no-such-scope' });
    const wide = await keyFor(['data:read', 'admin']);
    expect(wide.made.body.errors).toMatchObject([{ pointer: '/scopes/1', code: 'enum' }]);
  });
});
