import * as client from 'openid-client';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Block, blocksClaimedBy } from '../support/guide/blocks.ts';
import { shownServer, tryGuideProgram } from '../support/guide-program.ts';
import { type Latchkey, type Person, startForClients } from '../support/real-clients.ts';

let latchkey: Latchkey;
let ada: Person;
beforeAll(async () => {
  latchkey = await startForClients({ tls: true });
  ada = await latchkey.person('ada');
});
afterAll(() => latchkey?.stop());
afterEach(() => {
  vi.unstubAllGlobals();
});

test('the program that the guide shows signs in with the browser', async () => {
  const { app } = await latchkey.addApp({ kind: 'native', redirects: ['http://127.0.0.1/callback'] });
  await tryGuideProgram(latchkey, 'login.mjs', {
    command: process.execPath,
    clientId: app.id,
    async answer(line) {
      const shown = await ada.open(line.replace('To sign in, open ', ''));
      expect([shown.met, shown.text]).toEqual([
        ['/oauth/ask'],
        'You can close this page and return to the program.',
      ]);
    },
  });
});

/** What the library of the guide does on a phone, of which only the browser is played here. */
function appAuthOf(person: Person) {
  interface Config {
    readonly issuer: string;
    readonly clientId: string;
    readonly redirectUrl: string;
    readonly scopes: readonly string[];
  }
  const login = ({ issuer, clientId }: Config) =>
    client.discovery(new URL(issuer), clientId, undefined, client.None());
  return {
    async authorize(config: Config) {
      const server = await login(config);
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
      const url = client.buildAuthorizationUrl(server, {
        redirect_uri: config.redirectUrl,
        scope: config.scopes.join(' '),
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: expectedState,
        nonce: expectedNonce,
      });
      const { left, met } = await person.leave(url.href);
      expect(`${left.protocol}${left.pathname}`).toBe(config.redirectUrl);
      const checks = { pkceCodeVerifier, expectedState, expectedNonce };
      const tokens = await client.authorizationCodeGrant(server, left, checks);
      return { server, met, accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? '' };
    },
    async refresh(config: Config, { refreshToken }: { refreshToken: string }) {
      const tokens = await client.refreshTokenGrant(await login(config), refreshToken);
      return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? '' };
    },
    revoke: async (config: Config, { tokenToRevoke }: { tokenToRevoke: string }) =>
      client.tokenRevocation(await login(config), tokenToRevoke),
  };
}

test('the mobile app that the guide shows signs in, renews after the browser has signed out, and signs out', async () => {
  const { app } = await latchkey.addApp({ kind: 'native', redirects: ['com.example.shop:/callback'] });
  const person = await latchkey.person();
  vi.stubGlobal('appAuth', appAuthOf(person));
  const [{ text }] = blocksClaimedBy('mobile') as [Block];
  const program = text
    .replace(/^import (.*) from 'react-native-app-auth';$/m, 'const $1 = globalThis.appAuth;')
    .replace(shownServer, latchkey.url)
    .replace('app_…', app.id);
  const { signIn, renew, signOut } = (await import(
    `data:text/javascript,${encodeURIComponent(program)}`
  )) as {
    signIn(): ReturnType<ReturnType<typeof appAuthOf>['authorize']>;
    renew(refreshToken: string): ReturnType<ReturnType<typeof appAuthOf>['refresh']>;
    signOut(refreshToken: string): Promise<void>;
  };
  const { server, met, accessToken, refreshToken } = await signIn();
  expect(met).toEqual(['/oauth/ask']);
  expect(await client.fetchUserInfo(server, accessToken, person.id)).toMatchObject({
    preferred_username: person.username,
  });
  await person.fill('/logout', {});
  expect((await person.open(`${latchkey.url}/logout`)).text).toContain("You're signed out");
  const renewed = await renew(refreshToken);
  await signOut(renewed.refreshToken);
  await expect(renew(renewed.refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' });
});
