import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../../test/support/app.ts';
import { openAtOneTime } from '../../../../test/support/app-client.ts';
import type { Answer, Browser } from '../../../../test/support/browser-of.ts';
import { setUpTotp } from '../../../../test/support/second-factors.ts';
import { days } from '../../../kit/duration.ts';
import { saveResource } from '../../../operate/apps/index.ts';

const resource = 'https://api.example.com';

const ask = (browser: Browser, more: object = {}): Promise<Answer> =>
  browser.post('/api/session/token', { resource, ...more });

eachApp('a token that is made from a session', (open) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openAtOneTime(open);
    await saveResource(app.services, { url: resource, name: 'API', scopes: { read: 'Read' } });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  test('V9.2.1 V9.2.3 V9.2.4 RFC 9068 is for one resource, for a minute, and tells how its holder signed in', async () => {
    const self = app.browser();
    const { body } = await self.register(freshName(), goodPassword);
    const { token, expiresIn } = (await ask(self)).body as { token: string; expiresIn: number };
    expect(expiresIn).toBe(60);
    const published = async () =>
      createLocalJWKSet((await app.browser().get('/.well-known/jwks.json')).body as JSONWebKeySet);
    const wanted = { issuer: app.config.publicUrl, audience: resource, typ: 'at+jwt', algorithms: ['ES256'] };
    const { payload } = await jwtVerify(token, await published(), wanted);
    const told = { sub: body.account?.id, sid: body.session?.id, amr: ['pwd'], aal: 1 };
    expect(payload).toMatchObject({
      ...told,
      acr: 'urn:latchkey:aal:1',
      client_id: 'session',
      jti: expect.any(String),
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    const { token: longer } = (await ask(self, { seconds: 300 })).body as { token: string };
    app.clock.advance(61_000);
    await expect(jwtVerify(token, await published(), wanted)).rejects.toThrow('exp');
    await jwtVerify(longer, await published(), wanted);
    expect((await app.browser().get('/api/session', bearer(longer))).status, 'it opens nothing here').toBe(
      401,
    );
    app.clock.advance(days(3));
    await expect(jwtVerify(longer, await published(), wanted)).rejects.toThrow('exp');
  });

  test('is given to a living session alone, for a resource that the operator added, and for five minutes at most', async () => {
    const self = app.browser();
    const username = freshName();
    await self.register(username, goodPassword);
    const { body } = await self.post('/api/me/keys', {
      name: 'All',
      scopes: ['account:read', 'data:read', 'data:write'],
    });
    const { key = '' } = body as { key?: string };
    expect((await app.browser().post('/api/session/token', { resource }, bearer(key))).body).toMatchObject({
      code: 'key-not-enough',
    });
    for (const unknown of [
      'https://other.example.com',
      `${resource}/`,
      `${resource}/mcp`,
      'https://API.example.com',
      `${resource}\0`,
    ])
      expect((await self.post('/api/session/token', { resource: unknown })).status, unknown).toBe(404);
    for (const seconds of [301, 9, 0, -1, 60.5]) expect((await ask(self, { seconds })).status).toBe(400);
    expect((await ask(app.browser())).status).toBe(401);
    await setUpTotp(app, self);
    const unfinished = app.browser();
    expect((await unfinished.login(username, goodPassword)).body.status).toBe('more');
    expect((await ask(unfinished)).status).toBe(401);
    expect((await ask(self)).status).toBe(200);
    await self.post('/api/logout');
    expect((await ask(self)).status).toBe(401);
  });
});

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
