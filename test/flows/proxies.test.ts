import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type Settings } from '../support/app.ts';

const production: Settings = {
  mode: 'production',
  publicUrl: 'https://login.example.com',
  trustedProxies: ['10.0.0.0/8'],
};

eachApp('behind a proxy', (open) => {
  test('V4.1.3 V6.3.1 a port that it writes gives no connection a limit of its own', async () => {
    const app = await open({ ...production, limits: { addressFailures: 2 } });
    const spray = async (forwarded: string) => {
      const body = { username: freshName('nobody'), password: otherPassword };
      const headers = { 'x-forwarded-for': forwarded };
      return (await app.browser({ address: '10.0.0.5' }).post('/api/login', body, { headers })).status;
    };
    expect(await spray('203.0.113.90:1001')).toBe(401);
    expect(await spray('203.0.113.90:1002, 10.0.0.9:1003')).toBe(401);
    expect(await spray('203.0.113.90:1004')).toBe(429);
    expect(await spray('[2001:db8:90::1]:1001')).toBe(401);
    expect(await spray('[2001:db8:90::2]:1002')).toBe(401);
    expect(await spray('2001:db8:90::3')).toBe(429);
  });

  test('V4.1.3 what it writes is kept as an address only if it is one', async () => {
    const app = await open(production);
    for (const [forwarded, address] of [
      ['203.0.113.91:1001', '203.0.113.91'],
      ['<b>nobody</b>', '10.0.0.5'],
      ['unknown', '10.0.0.5'],
    ] as const) {
      const body = { username: freshName(), password: goodPassword };
      const headers = { 'x-forwarded-for': forwarded };
      const answer = await app.browser({ address: '10.0.0.5' }).post('/api/register', body, { headers });
      expect(answer.body.session?.address).toBe(address);
      expect(JSON.parse(app.log.at(-1) ?? '').address).toBe(address);
    }
  });
});
