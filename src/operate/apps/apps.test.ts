import { expect, test } from 'vitest';
import { testKey } from '../../../test/support/app.ts';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { days, hours } from '../../kit/duration.ts';
import { insertGrant } from '../../people/grants/index.ts';
import {
  addApp,
  changeApp,
  type DeclaredApp,
  importApps,
  isSecretOf,
  listOverviews,
  readAppsFile,
  removeApp,
  removeResource,
  renewSecret,
  requireRedirect,
  saveResource,
  showApp,
} from './index.ts';

const redirect = 'https://grafana.example.com/login/generic_oauth';
const grafana = { name: 'Grafana', kind: 'web', redirects: [redirect] } as const;

test.each([
  [' https://app.example.com/cb', 'web', 'a space'],
  ['https://app.example.com/cb\n', 'web', 'a space'],
  ['https://app.example.com/c\u200bb', 'web', 'an invisible character'],
  ['https://localhost/cb', 'native', 'without TLS'],
  ['http://app.example.com/cb', 'web', 'http is for this machine only'],
  ['https://*.example.com/cb', 'web', 'a wildcard'],
  ['com.example.app:/cb', 'web', 'only native apps'],
  ['javascript:alert(1)', 'native', 'not allowed'],
  ['VIEW-SOURCE:https://app.example.com/cb', 'native', 'not allowed'],
  ['mailto:ada@example.com', 'native', 'not allowed'],
  ['ms-msdt:/id', 'native', 'not allowed'],
] as const)('%j is no redirect address of an app of the kind %s: %s', (address, kind, why) => {
  expect(() => requireRedirect(address, kind)).toThrow(why);
});

test.each([
  ['https://app.example.com/cb?x=1', 'web'],
  ['http://localhost:3000/cb', 'web'],
  ['http://127.0.0.1/cb', 'native'],
  ['com.example.app:/cb', 'native'],
] as const)('%j is one of the kind %s', (address, kind) => {
  expect(requireRedirect(address, kind)).toBe(address);
});

eachDatabase('apps', (make) => {
  const open = async () => {
    const { db } = await make();
    const clock = fakeClock();
    return { db, clock, secretKey: testKey };
  };

  test('an app has one secret, which a new one outlives by a day', async () => {
    const services = await open();
    const { app, secret = '' } = await addApp(services, grafana);
    const renewed = await renewSecret(services, 'Grafana');
    const isAccepted = (one: string) => isSecretOf(services.db, app.id, one, services.clock());
    expect([await isAccepted(secret), await isAccepted(renewed.secret ?? '')]).toEqual([true, true]);
    expect((await showApp(services, app.id)).secrets).toHaveLength(2);
    services.clock.advance(hours(24));
    expect([await isAccepted(secret), await isAccepted(renewed.secret ?? '')]).toEqual([false, true]);
    expect((await showApp(services, app.id)).secrets).toHaveLength(1);
  });

  test('V2.3.4 of the secrets that are made at once one lives on, and the others for a day', async () => {
    const services = await open();
    await addApp(services, grafana);
    await Promise.all(Array.from({ length: 10 }, () => renewSecret(services, 'Grafana')));
    const ends = (await showApp(services, 'Grafana')).secrets.map(({ expiresAt }) => expiresAt);
    expect(ends.filter((at) => at === null)).toHaveLength(1);
    expect(ends.filter((at) => at === services.clock() + hours(24))).toHaveLength(10);
  });

  test('a change changes what it names and nothing else, and is noted', async () => {
    const services = await open();
    await addApp(services, { ...grafana, firstParty: true });
    const more = (present: readonly string[]) => [...present, redirect, 'https://g.example.com/cb'];
    const { app, changed } = await changeApp(services, 'Grafana', { redirects: more, pkce: false });
    expect(changed).toEqual(['redirect addresses', 'PKCE']);
    expect(JSON.parse(app.metadata)).toEqual({
      redirect_uris: [redirect, 'https://g.example.com/cb'],
      post_logout_redirect_uris: [],
    });
    expect(await showApp(services, 'Grafana')).toMatchObject({ app: { ...app, first_party: 1, pkce: 0 } });
    expect((await changeApp(services, 'Grafana', { pkce: false })).changed).toEqual([]);
    const off = await changeApp(services, 'Grafana', { disabled: true });
    services.clock.advance(1000);
    expect((await changeApp(services, 'Grafana', { disabled: true })).app.disabled_at).toBe(
      off.app.disabled_at,
    );
    await removeApp(services, 'Grafana');
    const events = await services.db.selectFrom('events').select(['type', 'detail']).orderBy('id').execute();
    expect(events.map(({ type, detail }) => [type, JSON.parse(detail ?? '{}').changed])).toEqual([
      ['app-added', undefined],
      ['app-changed', 'redirect addresses, PKCE'],
      ['app-changed', 'turned on or off'],
      ['app-removed', undefined],
    ]);
  });

  test('each command about apps and resources that changes something has a row in the audit log', async () => {
    const services = await open();
    const url = 'https://api.example.com/mcp';
    await addApp(services, grafana);
    await changeApp(services, 'Grafana', { pkce: false });
    await renewSecret(services, 'Grafana');
    await removeApp(services, 'Grafana');
    await saveResource(services, { url, scopes: { read: 'Read' } });
    await removeResource(services, url);
    const rows = await services.db.selectFrom('audit').select(['act', 'device']).orderBy('seq').execute();
    expect(rows.map(({ act, device }) => [device, act])).toEqual([
      ...['app-added', 'app-changed', 'app-secret-made', 'app-removed'].map((act) => ['latchkey apps', act]),
      ...['resource-saved', 'resource-removed'].map((act) => ['latchkey resources', act]),
    ]);
  });

  test('an app without a secret keeps PKCE, and one that people sign in to keeps an address', async () => {
    const services = await open();
    await addApp(services, { ...grafana, name: 'Shop', kind: 'spa' });
    await expect(changeApp(services, 'Shop', { pkce: false })).rejects.toThrow('Shop needs PKCE');
    await expect(changeApp(services, 'Shop', { redirects: () => [] })).rejects.toThrow(
      'Shop needs at least one redirect address',
    );
    expect((await showApp(services, 'Shop')).metadata.redirect_uris).toEqual([redirect]);
  });

  test('an app is found by its name in other capitals, and one that is not is asked for', async () => {
    const services = await open();
    const { app } = await addApp(services, grafana);
    for (const name of ['Grafana', 'gRAFANA', ' grafana', app.id])
      expect((await showApp(services, name)).app.id).toBe(app.id);
    await addApp(services, { ...grafana, name: 'grafana' });
    expect((await showApp(services, 'Grafana')).app.id).toBe(app.id);
    await expect(removeApp(services, 'GRAFANA')).rejects.toThrow('Did you mean Grafana or grafana?');
    await addApp(services, { ...grafana, name: 'Wiki' });
    for (const name of ['Wkii', 'Wik', 'wiky'])
      await expect(showApp(services, name), name).rejects.toThrow(
        /Did you mean Wiki\? Run "latchkey apps list"/,
      );
    await expect(showApp(services, 'Nextcloud')).rejects.toThrow(/"Nextcloud"\.\s+Run "latchkey apps list"/);
  });

  test('an overlap of refresh tokens is set, shown in a file and taken away again', async () => {
    const services = await open();
    await addApp(services, grafana);
    const overlapOf = async () => (await showApp(services, 'Grafana')).metadata.refresh_overlap;
    expect((await changeApp(services, 'Grafana', { refreshOverlap: '30s' })).changed).toEqual([
      'refresh overlap',
    ]);
    await changeApp(services, 'Grafana', { firstParty: true });
    expect(await overlapOf(), 'another change leaves it').toBe(30);
    const declared = await readAppsFile(
      JSON.stringify({
        apps: [{ name: 'Grafana', redirects: [redirect], firstParty: true, refreshOverlap: '1m' }],
      }),
      'apps.json',
    );
    await importApps(services, declared, { removeOthers: false, dryRun: false });
    expect(await overlapOf()).toBe(60);
    await changeApp(services, 'Grafana', { refreshOverlap: '0' });
    expect(await overlapOf()).toBeUndefined();
    await addApp(services, { name: 'Backup', kind: 'machine', redirects: [] });
    await expect(changeApp(services, 'Backup', { refreshOverlap: '30s' })).rejects.toThrow(
      'gets no refresh tokens',
    );
    await expect(
      readAppsFile(JSON.stringify({ apps: [{ name: 'Wiki', refreshOverlap: 30 }] }), 'apps.json'),
    ).rejects.toThrow('a time such as 30s');
  });

  test('a machine is limited to scopes, and to none any more', async () => {
    const services = await open();
    const machine = { name: 'Backup', kind: 'machine', redirects: [] } as const;
    await addApp(services, { ...machine, scopes: ['tools:read', 'tools:read'] });
    const scopesOf = async () => (await showApp(services, 'Backup')).metadata.resource_scopes;
    expect(await scopesOf()).toEqual(['tools:read']);
    const { changed } = await changeApp(services, 'Backup', { scopes: ['tools:write'] });
    expect(changed).toEqual(['scopes']);
    await changeApp(services, 'Backup', { disabled: true });
    expect(await scopesOf(), 'another change leaves them').toEqual(['tools:write']);
    const declared = await readAppsFile('apps: [{name: Backup, kind: machine, scopes: [a, b]}]', 'apps.yaml');
    await importApps(services, declared, { removeOthers: false, dryRun: false });
    expect(await scopesOf()).toEqual(['a', 'b']);
    await changeApp(services, 'Backup', { scopes: [] });
    expect(await scopesOf()).toBeUndefined();
    for (const scope of ['openid', 'two words', ''])
      await expect(changeApp(services, 'Backup', { scopes: [scope] })).rejects.toThrow("can't be a scope");
    await addApp(services, grafana);
    await expect(changeApp(services, 'Grafana', { scopes: ['tools:read'] })).rejects.toThrow(
      "Grafana can't be limited to scopes: it is of the kind web.",
    );
  });

  test('a list says how many people allow an app and when one last signed in to it', async () => {
    const services = await open();
    const { db, clock } = services;
    const { app } = await addApp(services, grafana);
    await addApp(services, { ...grafana, name: 'Unused' });
    const ada = (await storedAccount(db)).id;
    const ben = (await storedAccount(db)).id;
    const grant = (id: string, account_id: string, more = {}) =>
      insertGrant(db, {
        id,
        account_id,
        app_id: app.id,
        session_id: null,
        scopes: '{}',
        created_at: clock(),
        used_at: clock(),
        expires_at: clock() + days(90),
        revoked_at: null,
        why: null,
        ...more,
      });
    await grant('one', ada);
    await grant('two', ada);
    await grant('three', ben, { used_at: clock() + 5000, revoked_at: clock() + 6000, why: 'withdrawn' });
    expect(
      (await listOverviews({ db, clock })).map(({ app: { name }, people, lastUsedAt }) => [
        name,
        people,
        lastUsedAt,
      ]),
    ).toEqual([
      ['Grafana', 1, clock() + 5000],
      ['Unused', 0, null],
    ]);
    clock.advance(days(90));
    expect((await showApp({ db, clock }, 'Grafana')).people).toBe(0);
  });

  const declared: readonly DeclaredApp[] = [
    grafana,
    {
      name: 'Gitea',
      kind: 'web',
      redirects: ['https://git.example.com/cb'],
      withoutPkce: true,
      disabled: true,
    },
  ];
  const asTheyAre = { removeOthers: false, dryRun: false };

  test('an import makes the apps what the file says, and again changes nothing', async () => {
    const services = await open();
    await addApp(services, { ...grafana, redirects: ['https://old.example.com/cb'], firstParty: true });
    await addApp(services, { ...grafana, name: 'Wiki' });
    const dry = await importApps(services, declared, { removeOthers: true, dryRun: true });
    expect((await listOverviews(services)).map(({ app }) => app.name)).toEqual(['Grafana', 'Wiki']);
    const first = await importApps(services, declared, asTheyAre);
    for (const result of [dry, first]) {
      expect(result.added.map(({ name, pkce }) => [name, pkce])).toEqual([['Gitea', 0]]);
      expect(result.changed.map(({ app, changed }) => [app.name, changed])).toEqual([
        ['Grafana', ['redirect addresses', 'first-party']],
      ]);
      expect(result.others.map(({ name }) => name)).toEqual(['Wiki']);
    }
    expect((await showApp(services, 'Gitea')).app.disabled_at).toBe(services.clock());
    services.clock.advance(1000);
    const second = await importApps(services, declared, asTheyAre);
    expect([second.added, second.changed, second.unchanged.length]).toEqual([[], [], 2]);
    await importApps(services, declared, { removeOthers: true, dryRun: false });
    expect((await listOverviews(services)).map(({ app }) => app.name)).toEqual(['Gitea', 'Grafana']);
  });

  test('an import that is refused for one app changes none', async () => {
    const services = await open();
    const bad = { name: 'Bad', kind: 'web', redirects: ['http://bad.example.com/cb'] } as const;
    await expect(importApps(services, [...declared, bad], asTheyAre)).rejects.toThrow(
      'http is for this machine',
    );
    expect(await listOverviews(services)).toEqual([]);
    await addApp(services, grafana);
    const other = [{ ...grafana, kind: 'spa' }] as const;
    await expect(importApps(services, other, asTheyAre)).rejects.toThrow("can't become spa");
  });
});

const yaml = `apps:
  - name: Grafana
    redirects: [${redirect}]
  - name: Shop
    kind: spa
    redirects:
      - https://shop.example.com/cb
    firstParty: true
`;

test('a file is YAML or JSON, and what it leaves out has its default', async () => {
  const rest = { logoutRedirects: [], scopes: [], withoutPkce: false, disabled: false };
  const read = await readAppsFile(yaml, 'apps.yaml');
  expect(read).toEqual([
    { ...grafana, firstParty: false, ...rest },
    { name: 'Shop', kind: 'spa', redirects: ['https://shop.example.com/cb'], firstParty: true, ...rest },
  ]);
  expect(await readAppsFile(JSON.stringify({ apps: read }), 'apps.json')).toEqual(read);
});

test.each([
  ['apps: [', 'apps.yaml, line 1: '],
  ['[]', 'apps.yaml must hold one list called "apps".'],
  ['apps: []\nresources: []', 'apps.yaml must hold one list called "apps".'],
  ['apps: [{}]', 'apps.yaml, app 1 needs a name.'],
  ['apps: [{name: A, redirect: x}]', 'apps.yaml, app 1 has "redirect", but only name, kind, redirects, '],
  ['apps: [{name: A, kind: server}]', 'apps.yaml, app 1 (A) has a kind other than web, spa, '],
  [
    'apps: [{name: A, redirects: x}]',
    'apps.yaml, app 1 (A) has "redirects", which must be a list of addresses.',
  ],
  [
    'apps: [{name: A, scopes: tools:read}]',
    'apps.yaml, app 1 (A) has "scopes", which must be a list of scopes.',
  ],
  ['apps: [{name: A, firstParty: 1}]', 'apps.yaml, app 1 (A) has "firstParty", which must be true or false.'],
  ['apps: [{name: A, logoutUri: ""}]', 'apps.yaml, app 1 (A) has "logoutUri", which must be an address.'],
  ['apps: [{name: A}, {name: A}]', 'apps.yaml has A twice.'],
])('%j is refused with its place', async (text, says) => {
  await expect(readAppsFile(text, 'apps.yaml')).rejects.toThrow(says);
});
