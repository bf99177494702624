import { expect, test } from 'vitest';
import { eachApp, type Settings } from '../../../test/support/app.ts';
import { rawBytes } from '../../../test/support/raw-request.ts';

const production: Settings = {
  mode: 'production',
  publicUrl: 'https://login.example.com',
  metrics: { allowedAddresses: ['198.51.100.0/24'] },
};

eachApp('V13.4.5 the metrics', (open) => {
  const local = { host: 'localhost:5000' };

  test('are open to this machine under its own name', async () => {
    const { browser } = await open(production);
    for (const host of ['localhost:5000', 'localhost', 'LOCALHOST:5000', '[::1]:5000']) {
      expect((await browser().get('/metrics', { headers: { host } })).status, host).toBe(200);
    }
    for (const host of ['login.example.com', '10.0.0.1:5000', 'localhost.evil.example']) {
      expect((await browser().get('/metrics', { headers: { host } })).status, host).toBe(404);
    }
    const malformed = { headers: { host: 'localhost@evil' } };
    expect((await browser().get('/metrics', malformed)).status).toBe(400);
  });

  test.each([
    ['x-forwarded-for', '203.0.113.7'],
    ['x-forwarded-for', 'unknown'],
    ['x-forwarded-for', ''],
    ['x-forwarded-host', 'login.example.com'],
    ['x-forwarded-proto', 'https'],
    ['x-real-ip', '203.0.113.7'],
    ['forwarded', 'for=203.0.113.7'],
    ['via', '1.1 proxy'],
  ])('are closed to what is passed on with %s: %s', async (name, value) => {
    const headers = { ...local, [name]: value };
    for (const trustedProxies of [[], ['127.0.0.1', '198.51.100.9']]) {
      const { browser } = await open({ ...production, trustedProxies });
      for (const address of ['127.0.0.1', '198.51.100.9']) {
        expect((await browser({ address }).get('/metrics', { headers })).status, address).toBe(404);
      }
    }
  });

  test('are open to a configured address that a trusted proxy names, and to no other', async () => {
    const { browser } = await open({ ...production, trustedProxies: ['10.0.0.5'] });
    const status = async (address: string, forwarded: string) =>
      (await browser({ address }).get('/metrics', { headers: { 'x-forwarded-for': forwarded } })).status;
    expect(await status('10.0.0.5', '198.51.100.7')).toBe(200);
    expect(await status('10.0.0.5', '203.0.113.7')).toBe(404);
    expect(await status('10.0.0.5', '127.0.0.1'), 'nobody is local from afar').toBe(404);
    expect(await status('10.0.0.6', '198.51.100.7'), 'a stranger’s word').toBe(404);
    expect((await browser({ address: '198.51.100.7' }).get('/metrics')).status).toBe(200);
  });

  test('are closed to a proxy that adds nothing, which nginx is unless told', async () => {
    const { app } = await open(production);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const ask = (version: string) => rawBytes(url, `GET /metrics HTTP/${version}\r\nHost: 127.0.0.1\r\n\r\n`);
    expect(await ask('1.1')).toMatch(/^HTTP\/1.1 200/);
    expect(await ask('1.0')).toMatch(/^HTTP\/1.1 404/);
  });
});
