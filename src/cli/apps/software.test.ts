import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { eachApp } from '../../../test/support/app.ts';
import {
  client,
  openAtOneTime,
  personOf,
  redirectUri,
  registerApp,
  signInTo,
} from '../../../test/support/app-client.ts';
import { softwareNamed, softwareNames } from './software.ts';
import type { SettingsFacts } from './software-facts.ts';

const facts: SettingsFacts = {
  id: 'app_Kq3v',
  secret: 'lkc_9f2A',
  issuer: 'https://login.example.com',
  siteName: "Ada's #1 site",
  redirect: '',
  logoutRedirect: undefined,
};

/** Where each is sent back to, also under a path or a name of its own. */
const redirects: Readonly<Record<string, string>> = {
  grafana: 'https://example.com/grafana/login/generic_oauth',
  gitea: 'https://git.example.com/user/oauth2/staff/callback',
  'oauth2-proxy': 'https://wiki.example.com/oauth2/callback',
  nextcloud: 'https://cloud.example.com/index.php/apps/user_oidc/code',
  authjs: 'https://web.example.com/api/auth/callback/staff',
  spring: 'https://spring.example.com/login/oauth2/code/staff',
  'openid-client': 'https://app.example.com/callback',
  generic: 'https://app.example.com/callback',
};

const settingsOf = (name: string) =>
  softwareNamed(name).settings({ ...facts, redirect: redirects[name] ?? '' });

test.each(softwareNames)('what is pasted into %s has the app, this server and all scopes', (name) => {
  const { redirectPath } = softwareNamed(name);
  expect(redirectPath?.pattern.test(new URL(redirects[name] ?? '').pathname) ?? true).toBe(true);
  const text = settingsOf(name);
  expect(text).toContain(facts.id);
  expect(text).toContain(facts.issuer);
  for (const scope of ['profile', 'email']) expect(text).toContain(scope);
  expect(text).toMatch(name === 'openid-client' ? /LATCHKEY_APP_SECRET/ : /lkc_9f2A/);
});

test.each([
  ['grafana', /^use_pkce = true$/m],
  ['oauth2-proxy', /--code-challenge-method=S256/],
  ['authjs', /checks: \['pkce', 'state'\]/],
  ['openid-client', /code_challenge_method: 'S256'/],
])('%s is told to send PKCE where it would not by itself', (name, line) => {
  expect(settingsOf(name)).toMatch(line);
});

test('grafana.ini has the address of Grafana under a path, and where to sign out', () => {
  const { settings } = softwareNamed('grafana');
  const text = settings({
    ...facts,
    redirect: redirects.grafana ?? '',
    logoutRedirect: 'https://example.com/grafana/login',
  });
  expect(text).toContain('root_url = https://example.com/grafana/\n');
  expect(text).toContain("name = `Ada's #1 site`");
  expect(text).toContain('&post_logout_redirect_uri=https%3A%2F%2Fexample.com%2Fgrafana%2Flogin\n');
  expect(settingsOf('grafana')).not.toContain('[auth]\n');
});

test('the name in a redirect address is the one that the software is given', () => {
  expect(settingsOf('gitea')).toMatch(/Authentication Name: +staff\n/);
  expect(settingsOf('authjs')).toContain('id: "staff"');
  const yaml = parse(/\nspring:\n.*?\n\n/s.exec(settingsOf('spring'))?.[0] ?? '');
  const { registration, provider } = yaml.spring.security.oauth2.client;
  expect(registration.staff).toMatchObject({ 'client-id': facts.id, 'client-name': facts.siteName });
  expect(provider.staff).toEqual({ 'issuer-uri': facts.issuer });
});

test('a shell takes the name of the site as one word', () => {
  expect(settingsOf('nextcloud')).toContain(String.raw`user_oidc:provider 'Ada'\''s #1 site'`);
});

/** What a program exports, and its `url`; `openid` is what it has for the library. */
async function runProgram(program: string, openid: typeof client) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-program-'));
  try {
    vi.stubGlobal('openid', openid);
    const file = join(folder, 'program.mjs');
    await writeFile(
      file,
      `${program.replace(/^import \* as client .*$/m, 'const client = openid;')}\nexport { url };`,
    );
    return (await import(pathToFileURL(file).href)) as {
      url: URL;
      personOf(back: URL): Promise<client.UserInfoResponse>;
    };
  } finally {
    await rm(folder, { recursive: true });
    vi.unstubAllGlobals();
  }
}

eachApp('what is pasted', (open) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('names the endpoints that the server has', async () => {
    const { app, config } = await open();
    const { body } = await app.inject('/.well-known/openid-configuration');
    const metadata = JSON.parse(body) as Record<string, string>;
    const named = new Set<unknown>(Object.values(metadata));
    const issuer = config.publicUrl;
    for (const name of ['grafana', 'generic']) {
      const text = softwareNamed(name).settings({ ...facts, issuer, redirect: redirects[name] ?? '' });
      const endpoints = text.match(new RegExp(`${issuer}/(oauth|\\.well-known/jwks)[\\w/.]*`, 'g')) ?? [];
      expect(endpoints.length).toBeGreaterThanOrEqual(3);
      for (const endpoint of endpoints) expect(named, name).toContain(endpoint);
    }
  });

  test('for openid-client signs a person in', async () => {
    const app = await openAtOneTime(open);
    const registered = await registerApp(app);
    const text = softwareNamed('openid-client').settings({
      ...facts,
      id: registered.app.id,
      issuer: app.config.publicUrl,
      redirect: redirectUri,
    });
    const [, program = ''] = /^(import .*)$/ms.exec(text) ?? [];
    const discovery = vi.fn(async () => registered.config);
    const { url, personOf: find } = await runProgram(program, { ...client, discovery });
    expect(discovery).toHaveBeenCalledWith(
      new URL(app.config.publicUrl),
      registered.app.id,
      undefined,
      expect.any(Function),
      { execute: [client.allowInsecureRequests] },
    );
    const { browser, username } = await personOf(app);
    const back = await signInTo(browser, { url, verifier: '', state: '', nonce: '' });
    expect(await find(back)).toMatchObject({ preferred_username: username });
  });
});
