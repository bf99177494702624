import { createServer } from 'node:http';
import * as client from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Latchkey, startForClients } from '../support/real-clients.ts';

let latchkey: Latchkey;
beforeAll(async () => {
  latchkey = await startForClients();
});
afterAll(() => latchkey?.stop());

const callback = 'https://app.example.com/callback';
const insecure = { execute: [client.allowInsecureRequests] };

const discover = (id: string, secret: string | undefined, algorithm: 'oidc' | 'oauth2' = 'oidc') =>
  client.discovery(
    new URL(latchkey.url),
    id,
    undefined,
    secret === undefined ? client.None() : client.ClientSecretBasic(secret),
    { ...insecure, algorithm },
  );

async function begin(redirect: string, more: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const parameters = {
    redirect_uri: redirect,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...{ state, nonce, ...more },
  };
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  return { parameters, checks };
}

test('an app on a server: from the person to their data, on with a refresh token, and out again', async () => {
  const { app, secret } = await latchkey.addApp({
    redirects: [callback],
    logoutRedirects: ['https://app.example.com/bye'],
  });
  const person = await latchkey.person();
  person.forget();
  const config = await discover(app.id, secret);
  const { parameters, checks } = await begin(callback);
  const url = client.buildAuthorizationUrl(config, parameters);
  const { left, met } = await person.leave(url.href);
  expect(met).toEqual(['/login', '/oauth/ask']);
  const tokens = await client.authorizationCodeGrant(config, left, checks);
  expect(tokens.claims()).toMatchObject({ iss: latchkey.url, aud: app.id, sub: person.id, amr: ['pwd'] });
  expect(await client.fetchUserInfo(config, tokens.access_token, person.id)).toMatchObject({
    preferred_username: person.username,
    email: person.email,
    email_verified: true,
  });

  const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect(await client.tokenIntrospection(config, next.access_token)).toMatchObject({
    active: true,
    sub: person.id,
    client_id: app.id,
  });
  await client.tokenRevocation(config, next.access_token);
  expect(await client.tokenIntrospection(config, next.access_token)).toEqual({ active: false });

  const out = client.buildEndSessionUrl(config, {
    id_token_hint: next.id_token ?? '',
    post_logout_redirect_uri: 'https://app.example.com/bye',
    state: 'of-the-app',
  });
  const bye = await person.leave(out.href);
  expect(bye.left.href).toBe('https://app.example.com/bye?state=of-the-app');
  const silent = await begin(callback, { prompt: 'none' });
  const refused = await person.leave(client.buildAuthorizationUrl(config, silent.parameters).href);
  await expect(client.authorizationCodeGrant(config, refused.left, silent.checks)).rejects.toMatchObject({
    error: 'login_required',
  });
  await expect(client.refreshTokenGrant(config, next.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

test('a program: RFC 8252 on a port that it is given, by RFC 8414, pushed (RFC 9126) and bound to a key (RFC 9449)', async () => {
  const { app } = await latchkey.addApp({ kind: 'native', redirects: ['http://127.0.0.1/callback'] });
  const person = await latchkey.person();
  const config = await discover(app.id, undefined, 'oauth2');
  const arrived = Promise.withResolvers<string>();
  const program = createServer((request, response) => {
    arrived.resolve(request.url ?? '');
    response.end('You can close this window.');
  });
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = program.address() as { port: number };
    const redirect = `http://127.0.0.1:${port}/callback`;
    const { parameters, checks } = await begin(redirect);
    const url = await client.buildAuthorizationUrlWithPAR(config, parameters);
    const shown = await person.open(url.href);
    expect([shown.met, shown.text]).toEqual([['/oauth/ask'], 'You can close this window.']);
    const back = new URL(await arrived.promise, redirect);
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
    expect([tokens.token_type, tokens.claims()?.sub]).toEqual(['dpop', person.id]);
    await client.fetchUserInfo(config, tokens.access_token, person.id, { DPoP });
    await expect(client.fetchUserInfo(config, tokens.access_token, person.id)).rejects.toThrow();
  } finally {
    program.close();
  }
});

test('a machine: RFC 6749 4.4 a token of its own', async () => {
  const machine = await latchkey.addApp({ kind: 'machine' });
  const config = await discover(machine.app.id, machine.secret);
  const tokens = await client.clientCredentialsGrant(config);
  expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({
    active: true,
    client_id: machine.app.id,
  });
  const wrong = await discover(machine.app.id, 'lkc_wrong');
  await expect(client.clientCredentialsGrant(wrong)).rejects.toMatchObject({ status: 401 });
});

test('a device: RFC 8628 asks every few seconds until its code was typed and allowed', async () => {
  const { app } = await latchkey.addApp({ kind: 'device' });
  const person = await latchkey.person();
  const config = await discover(app.id, undefined);
  const device = await client.initiateDeviceAuthorization(config, { scope: 'openid profile' });
  const waiting = client.pollDeviceAuthorizationGrant(config, device);
  const { pathname } = new URL(device.verification_uri);
  const typed = { letters: device.user_code };
  expect(await person.fill(pathname, typed)).toContain(`Connect ${app.name}?`);
  expect(await person.fill(pathname, { ...typed, decision: 'allow' })).toContain('Device connected');
  const tokens = await waiting;
  expect(tokens.claims()?.sub).toBe(person.id);
  expect(await client.fetchUserInfo(config, tokens.access_token, person.id)).toMatchObject({
    preferred_username: person.username,
  });
});
