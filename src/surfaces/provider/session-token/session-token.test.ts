import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { openAtOneTime } from '../../../../test/support/app-client.ts';
import { eachApp, freshName, goodPassword } from '../../../../test/support/app.ts';
import { saveResource } from '../../../operate/apps/index.ts';

const resource = 'https://api.example.com/';

eachApp('a token that is made from a session', (open) => {
  test('V9.2.1 V9.2.3 is for one resource, for a minute, and tells how its holder signed in', async () => {
    const app = await openAtOneTime(open);
    await saveResource(app.services, { url: resource, name: 'API', scopes: { read: 'Read' } } as never);
    const self = app.browser();
    const { body } = await self.register(freshName(), goodPassword);
    const asked = await self.post('/api/session/token', { resource });
    expect(asked.status, asked.text).toBe(200);
    const { token, expiresIn } = asked.body as { token: string; expiresIn: number };
    expect(expiresIn).toBe(60);
    const keys = createLocalJWKSet((await app.browser().get('/.well-known/jwks.json')).body as JSONWebKeySet);
    const wanted = { issuer: app.config.publicUrl, audience: resource, typ: 'at+jwt', algorithms: ['ES256'] };
    const { payload } = await jwtVerify(token, keys, wanted);
    expect(payload).toMatchObject({ sub: body.account?.id, amr: ['pwd'], acr: 'urn:latchkey:aal:1' });
    app.clock.advance(61_000);
    await expect(jwtVerify(token, keys, wanted)).rejects.toThrow('exp');
  });

  test('is given to nobody without a session, for no resource that is unknown, and for five minutes at most', async () => {
    const app = await openAtOneTime(open);
    const self = app.browser();
    await self.register(freshName(), goodPassword);
    expect((await app.browser().post('/api/session/token', { resource })).status).toBe(401);
    expect((await self.post('/api/session/token', { resource: 'https://other.example.com' })).status).toBe(404);
    expect((await self.post('/api/session/token', { resource, seconds: 301 })).status).toBe(400);
  });
});
