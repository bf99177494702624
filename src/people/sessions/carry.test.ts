import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword } from '../../../test/support/app.ts';

eachApp('the cookie of a session', (open) => {
  test('V3.3.1 V3.3.3 is taken under its own name alone: a sister host can set one that only looks like it', async () => {
    const { browser } = await open({ publicUrl: 'https://login.example.com' });
    const name = freshName();
    const person = browser();
    await person.register(name, goodPassword);
    const token = person.jar.get('__Host-latchkey');
    const stranger = browser();
    const status = async (cookie: string) =>
      (await stranger.get('/api/session', { headers: { cookie } })).status;
    expect(await status(`__Host-latchkey=${token}`)).toBe(200);
    for (const tossed of ['\u00a0__Host-latchkey', '__Host-latchkey\u00a0', '__host-latchkey', 'latchkey']) {
      expect(await status(`${tossed}=${token}`), tossed).toBe(401);
    }
  });

  test('is found behind cookies of its name that no session can have', async () => {
    const { browser } = await open();
    const person = browser();
    await person.register(freshName(), goodPassword);
    const token = person.jar.get('latchkey');
    for (const tossed of ['bad', '', `lkb_${token?.slice(4)}`, `${token}x`]) {
      const headers = { cookie: `latchkey=${tossed}; latchkey=${token}` };
      expect((await browser().get('/api/session', { headers })).status, tossed).toBe(200);
    }
  });

  test('a known device is found behind cookies of its name that another made', async () => {
    const { browser } = await open();
    const name = freshName();
    const person = browser();
    await person.register(name, goodPassword);
    const [deviceName, device] = [...person.jar].find(([cookie]) => cookie.includes('device')) ?? [];
    for (let n = 0; n < 3; n++) await browser().login(name, otherPassword);
    expect((await browser().login(name, goodPassword)).status, 'a stranger is asked for work').toBe(403);
    const headers = { cookie: `${deviceName}=a.9999999999999.b; ${deviceName}=${device}` };
    const body = { username: name, password: goodPassword };
    expect((await browser().post('/api/login', body, { headers })).status).toBe(200);
  });
});

eachApp('the token of a session', (open) => {
  test('behind another word than Bearer is refused with the word that it needs', async () => {
    const { browser } = await open();
    const body = { username: freshName(), password: goodPassword, transport: 'bearer' };
    const { token } = (await browser().post('/api/register', body)).body as { token: string };
    const ask = (authorization: string) => browser().get('/api/session', { headers: { authorization } });
    for (const wrong of [token, `Token ${token}`, `Bearer: ${token}`, `Basic ${token}`, `bearer="${token}`]) {
      const refused = await ask(wrong);
      expect(refused.status, wrong).toBe(401);
      expect(refused.body, wrong).toMatchObject({
        reason: 'no-cookie',
        detail: expect.stringContaining('send it with the word `Bearer` in front'),
      });
    }
    for (const right of [`Bearer ${token}`, `bearer  ${token} `]) {
      expect((await ask(right)).status, right).toBe(200);
    }
    const { detail } = (await ask('Basic YWRhOnNlY3JldA==')).body as { detail: string };
    expect(detail, 'what a proxy may have added').not.toContain('Bearer');
  });
});
