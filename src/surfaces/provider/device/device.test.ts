import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../../test/support/app.ts';
import {
  client,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  registerApp,
} from '../../../../test/support/app-client.ts';
import type { Browser } from '../../../../test/support/browser-of.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

eachApp('a device is let in', (open) => {
  let app: TestApp;
  let tv: RegisteredApp;
  let browser: Browser;
  let id: string;
  beforeEach(async () => {
    app = await openAtOneTime(open);
    tv = await registerApp(app, { kind: 'device', redirects: [] });
    ({ browser, id } = await personOf(app));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const begin = () => client.initiateDeviceAuthorization(tv.config, { scope: 'openid offline_access' });
  const poll = (code: string) =>
    app.browser().send('POST', '/oauth/token', undefined, {
      form: { grant_type: grantType, device_code: code, client_id: tv.app.id },
    });
  const errorOf = async (code: string) => {
    app.clock.advance(5000);
    return ((await poll(code)).body as { error?: string }).error;
  };

  test('RFC 8628 by somebody who types its code, sees whose it is and allows it; once', async () => {
    const device = await begin();
    expect(device.user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(device.verification_uri).toBe(`${app.config.publicUrl}/device`);
    expect(device.interval, 'some clients take 0 where nothing is said').toBe(5);
    expect(await errorOf(device.device_code)).toBe('authorization_pending');
    const typed = device.user_code.toLowerCase().replace('-', ' ');
    const asked = await browser.submit('/device', { letters: typed });
    expect(asked.text).toContain(`Connect ${tv.app.name}?`);
    expect(asked.text).toContain('127.0.0.1');
    expect(await errorOf(device.device_code), 'only shown yet').toBe('authorization_pending');
    const done = await browser.submit('/device', { letters: typed, decision: 'allow' });
    expect(done.text).toContain('Device connected');
    app.clock.advance(5000);
    const { body, status } = await poll(device.device_code);
    expect(status).toBe(200);
    const tokens = body as { access_token?: string; refresh_token?: string };
    const told = await client.fetchUserInfo(tv.config, tokens.access_token ?? '', id);
    expect(told.sub).toBe(id);
    await browser.post('/api/logout');
    const later = await client.refreshTokenGrant(tv.config, tokens.refresh_token ?? '');
    expect(later.access_token).toBeTruthy();
    expect(await errorOf(device.device_code), 'a second time').toBe('invalid_grant');
    await expect(
      client.refreshTokenGrant(tv.config, later.refresh_token ?? ''),
      'and all is over',
    ).rejects.toThrow();
  });

  test('each with access of its own: what ends for one leaves the others alone, until the person withdraws it', async () => {
    const connectTv = async () => {
      const device = await begin();
      await browser.submit('/device', { letters: device.user_code, decision: 'allow' });
      app.clock.advance(5000);
      const { body } = await poll(device.device_code);
      return (body as { refresh_token?: string }).refresh_token ?? '';
    };
    const refresh = async (token: string) =>
      (await client.refreshTokenGrant(tv.config, token)).refresh_token ?? '';
    const [stolen, given, kept] = [await connectTv(), await connectTv(), await connectTv()];
    const next = await refresh(stolen);
    await expect(refresh(stolen), 'used twice').rejects.toThrow();
    await expect(refresh(next)).rejects.toThrow();
    const still = await refresh(given);
    await client.tokenRevocation(tv.config, still);
    await expect(refresh(still)).rejects.toThrow();
    const last = await refresh(kept);
    expect((await browser.send('DELETE', `/api/me/apps/${tv.app.id}`)).status).toBe(204);
    await expect(refresh(last)).rejects.toThrow();
  });

  test('and turned away by whoever declines', async () => {
    const device = await begin();
    await browser.submit('/device', { letters: device.user_code, decision: 'decline' });
    expect(await errorOf(device.device_code)).toBe('access_denied');
    const again = await browser.submit('/device', { letters: device.user_code, decision: 'allow' });
    expect(again.status, 'it is decided').toBe(422);
  });

  test('the code is typed by hand: an address that brings one along fills nothing in', async () => {
    const device = await begin();
    const { text } = await browser.get(`/device?user_code=${device.user_code}`);
    expect(text).not.toContain(device.user_code);
    expect((await app.browser().get('/device')).headers.location).toBe('/login?next=%2Fdevice');
  });

  test('RFC 8628 3.5 whoever asks too often is told to slow down, also of several at once', async () => {
    const device = await begin();
    const answers = await Promise.all(Array.from({ length: 8 }, () => poll(device.device_code)));
    const errors = answers.map(({ body }) => (body as { error?: string }).error);
    expect(errors.filter((error) => error === 'authorization_pending')).toHaveLength(1);
    expect(errors.filter((error) => error === 'slow_down')).toHaveLength(7);
  });

  test('RFC 8628 5.1 five wrong codes in ten minutes, and then not even the right one', async () => {
    const device = await begin();
    const { browser: guesser } = await personOf(app, { address: '203.0.113.77' });
    for (let n = 0; n < 5; n++) {
      expect((await guesser.submit('/device', { letters: 'BBBB-BBBB' })).status).toBe(422);
    }
    expect((await guesser.submit('/device', { letters: device.user_code })).status).toBe(429);
    expect((await browser.submit('/device', { letters: device.user_code })).status, 'another').toBe(200);
    app.clock.advance(601_000);
    const next = await begin();
    expect((await guesser.submit('/device', { letters: next.user_code })).status).toBe(200);
  });

  test('a code runs out after ten minutes', async () => {
    const device = await begin();
    app.clock.advance(620_000);
    expect((await browser.submit('/device', { letters: device.user_code })).status).toBe(422);
    expect(await errorOf(device.device_code)).toBe('expired_token');
  });
});
