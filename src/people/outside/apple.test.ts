import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { appleSecret } from './apple.ts';

afterEach(() => {
  vi.useRealTimers();
});

test("Apple's client secret is signed when it's needed, lasts five minutes and is made anew before it ends", async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 0, 1) });
  const authenticate = await appleSecret(
    { teamId: 'TEAM', keyId: 'KEY', privateKey: pem },
    'com.example.web',
  );
  const send = async () => {
    const body = new URLSearchParams();
    await authenticate({} as never, { client_id: 'com.example.web' }, body, new Headers());
    return body.get('client_secret') ?? '';
  };
  const first = await send();
  const { payload, protectedHeader } = await jwtVerify(
    first,
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
  );
  expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'KEY' });
  const now = Date.now() / 1000;
  expect(payload).toEqual({
    ...{ iss: 'TEAM', sub: 'com.example.web', aud: 'https://appleid.apple.com' },
    ...{ iat: now, exp: now + 300 },
  });
  vi.setSystemTime(Date.now() + 149_000);
  expect(await send()).toBe(first);
  vi.setSystemTime(Date.now() + 2000);
  const second = await send();
  expect(second).not.toBe(first);
  expect((await jwtVerify(second, publicKey)).payload.exp).toBe(now + 151 + 300);
});
