import { expect, test } from 'vitest';
import type { ShownApp } from '../../operate/apps/index.ts';
import { judgeApp } from './check-app.ts';

const redirect = 'https://grafana.example.com/login/generic_oauth';

function shown({
  redirects = [redirect],
  logoutUri,
  secrets = [{ createdAt: 0, expiresAt: null }],
  ...app
}: Partial<ShownApp['app']> & {
  redirects?: string[];
  logoutUri?: string;
  secrets?: ShownApp['secrets'];
} = {}): ShownApp {
  const metadata = { redirect_uris: redirects, ...(logoutUri && { backchannel_logout_uri: logoutUri }) };
  const kept = { id: 'app_x', name: 'Grafana', kind: 'web', metadata: JSON.stringify(metadata) } as const;
  const rest = { first_party: 0, pkce: 1, created_by: 'operator', created_at: 0, disabled_at: null } as const;
  return { app: { ...kept, ...rest, ...app }, metadata, secrets, people: 0, lastUsedAt: null };
}

const refusals = (app: ShownApp, asked?: string) =>
  judgeApp(app, { redirect: asked })
    .filter(({ verdict }) => verdict === 'refused')
    .map(({ code }) => code);

test('an app that is in order is refused nothing, and told that it must send PKCE', () => {
  expect(judgeApp(shown(), {})).toEqual([{ code: 'pkce-on', verdict: 'note' }]);
  expect(judgeApp(shown({ pkce: 0 }), {})).toEqual([{ code: 'pkce-off', verdict: 'note' }]);
});

test.each([
  [shown({ disabled_at: 1 }), ['disabled']],
  [shown({ redirects: [] }), ['no-redirect']],
  [shown({ redirects: ['http://grafana.example.com/cb'] }), ['address-refused']],
  [shown({ secrets: [] }), ['no-secret']],
  [shown({ kind: 'spa', secrets: [] }), []],
  [shown({ kind: 'machine', redirects: [] }), []],
] as const)('what would be refused is found (%#)', (app, codes) => {
  expect(refusals(app)).toEqual(codes);
});

test('a secret that ends, and an address that works on one machine alone, are told of', () => {
  const secrets = [{ createdAt: 0, expiresAt: 5 }];
  expect(judgeApp(shown({ secrets, redirects: ['http://localhost:3000/cb'] }), {})).toEqual([
    { code: 'only-here', verdict: 'note', address: 'http://localhost:3000/cb' },
    { code: 'secret-ends', verdict: 'note', at: 5 },
    { code: 'pkce-on', verdict: 'note' },
  ]);
});

test('an app that is told without TLS who signed out needs a setting, and says so', () => {
  const address = 'http://grafana.lan:3000/signed-out';
  expect(judgeApp(shown({ logoutUri: address }), {})).toContainEqual({
    ...{ code: 'told-if-listed', verdict: 'note', address },
  });
  expect(judgeApp(shown({ logoutUri: 'https://grafana.example.com/signed-out' }), {})).toHaveLength(1);
});

test.each([
  [`${redirect}/`, 'path'],
  ['http://grafana.example.com/login/generic_oauth', 'scheme'],
  ['https://grafana.example.com:8443/login/generic_oauth', 'port'],
  ['https://grafana.example.net/login/generic_oauth', 'host'],
  [`${redirect}?x=1`, 'query'],
  ['grafana', 'everything'],
])('of %s it says that %s differs', (asked, part) => {
  expect(judgeApp(shown(), { redirect: asked })[0]).toMatchObject({
    code: 'redirect',
    verdict: 'refused',
    difference: { part },
  });
});

test('an address that is registered fits', () => {
  expect(judgeApp(shown(), { redirect })[0]).toEqual({ code: 'redirect-fits', verdict: 'ok' });
});

test('a native app may have any port of this machine, and a web app may not', () => {
  const asked = 'http://127.0.0.1:51234/cb';
  const redirects = ['http://127.0.0.1/cb'];
  expect(refusals(shown({ kind: 'native', secrets: [], redirects }), asked)).toEqual([]);
  expect(refusals(shown({ kind: 'native', secrets: [], redirects }), 'http://127.0.0.1:51234/cbx')).toEqual([
    'redirect',
  ]);
  expect(refusals(shown({ redirects }), asked)).toEqual(['redirect']);
});
