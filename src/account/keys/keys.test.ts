import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { days, minutes } from '../../kit/duration.ts';
import { allRoutes } from '../../server.ts';

async function person(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword, { data: { tea: 'green' } });
  return { self, username, accountId: body.account?.id ?? '' };
}

async function keyOf(self: Browser, scopes: readonly string[], more: object = {}): Promise<string> {
  const made = await self.post('/api/me/keys', { name: 'Backup', scopes, ...more });
  expect(made.status, made.text).toBe(201);
  return (made.body as { key?: string }).key ?? '';
}

/** A program: no cookie, only the key. */
const send = (
  app: TestApp,
  key: string,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  body?: unknown,
) => app.browser().send(method, url, body, { headers: { authorization: `Bearer ${key}` } });

eachApp('access keys', (open) => {
  test('open what they are for, and nothing else', async () => {
    const app = await open();
    const { self, username } = await person(app);
    const key = await keyOf(self, ['data:read']);
    expect((await send(app, key, 'GET', '/api/me/data')).body).toEqual({ tea: 'green' });
    expect((await send(app, key, 'GET', '/api/me')).body).toMatchObject({
      status: 403,
      code: 'key-not-enough',
    });
    expect((await send(app, key, 'PUT', '/api/me/data', {})).body).toMatchObject({ code: 'key-not-enough' });
    const wide = await keyOf(self, ['account:read', 'data:write']);
    expect((await send(app, wide, 'GET', '/api/me')).body).toMatchObject({ username });
    expect((await send(app, wide, 'PUT', '/api/me/data', { tea: 'black' })).status).toBe(200);
    expect((await self.get('/api/me/data')).body).toEqual({ tea: 'black' });
    expect((await send(app, wide, 'GET', '/api/me/data')).body).toMatchObject({ code: 'key-not-enough' });
  });

  test('V8.2.1 every other route refuses them, whatever they are for', async () => {
    const app = await open();
    const { self } = await person(app);
    const key = await keyOf(self, ['account:read', 'data:read', 'data:write']);
    for (const route of allRoutes(app.services, '')) {
      if (route.keys !== undefined || route.access === 'anyone' || route.access === 'app') continue;
      const url = route.path.replaceAll(/:\w+/g, 'nothing');
      const answer = await app.browser().send(route.method as 'GET', url, undefined, {
        headers: { authorization: `Bearer ${key}` },
      });
      // A body is looked at before whoever sends it.
      expect([400, 403, 415], `${route.method} ${route.path} ${answer.text}`).toContain(answer.status);
    }
  });

  test('end when they expire, are revoked, and with the password', async () => {
    const app = await open();
    const { self } = await person(app);
    const [short, revoked, long] = [
      await keyOf(self, ['data:read'], { days: 1 }),
      await keyOf(self, ['data:read']),
      await keyOf(self, ['data:read'], { days: 365 }),
    ];
    const status = async (key: string) => (await send(app, key, 'GET', '/api/me/data')).status;
    const { keys } = (await self.get('/api/me/keys')).body as { keys: { id: string; ending: string }[] };
    expect(keys.map(({ ending }) => ending)).toEqual(
      expect.arrayContaining([short.slice(-4), long.slice(-4)]),
    );
    const id = keys.find(({ ending }) => ending === revoked.slice(-4))?.id;
    expect((await self.send('DELETE', `/api/me/keys/${id}`)).status).toBe(204);
    expect((await self.send('DELETE', `/api/me/keys/${id}`)).status).toBe(404);
    expect([await status(short), await status(revoked), await status(long)]).toEqual([200, 401, 200]);
    app.clock.advance(days(1));
    expect([await status(short), await status(long)]).toEqual([401, 200]);
  });

  test('V7.4.3 end with the password of their account', async () => {
    const app = await open();
    const { self } = await person(app);
    const key = await keyOf(self, ['data:read']);
    await self.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword });
    expect((await send(app, key, 'GET', '/api/me/data')).body).toMatchObject({
      status: 401,
      code: 'key-invalid',
    });
  });

  test('V7.5.1 are made only by whoever has just confirmed who they are, and never by a key', async () => {
    const app = await open();
    const { self } = await person(app);
    const key = await keyOf(self, ['account:read', 'data:read', 'data:write']);
    const wanted = { name: 'Another', scopes: ['data:read'] };
    expect((await send(app, key, 'POST', '/api/me/keys', wanted)).body).toMatchObject({
      code: 'key-not-enough',
    });
    app.clock.advance(minutes(11));
    expect((await self.post('/api/me/keys', wanted)).body).toMatchObject({ code: 'proof-required' });
  });

  test('damaged by a character, of another form or made up, they are refused alike', async () => {
    const app = await open();
    const { self } = await person(app);
    const key = await keyOf(self, ['data:read']);
    const damaged = [
      ...[4, 20, 46, 52].map((at) => key.slice(0, at) + (key[at] === 'a' ? 'b' : 'a') + key.slice(at + 1)),
      key.slice(0, -1),
      `${key}0`,
      key.toLowerCase(),
      'lkp_',
      `lkp_${'0'.repeat(49)}`,
    ];
    for (const one of damaged) {
      const answer = await send(app, one, 'GET', '/api/me/data');
      expect(answer.body, one).toMatchObject({ status: 401, code: 'key-invalid' });
    }
    expect((await send(app, key, 'GET', '/api/me/data')).status).toBe(200);
  });

  test('an account has at most fifty', async () => {
    const app = await open();
    const { self } = await person(app);
    for (let count = 0; count < 50; count += 1) await keyOf(self, ['data:read']);
    const answer = await self.post('/api/me/keys', { name: 'One more', scopes: ['data:read'] });
    expect(answer.body).toMatchObject({ status: 409, code: 'too-many-keys' });
  });
});
