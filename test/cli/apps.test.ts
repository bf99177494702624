import { expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { addCheck, checkOf } from '../../src/people/installation/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { environmentOf, keyIn, run } from './command-line.ts';
import { play } from './transcript.ts';

const env = { LATCHKEY_PUBLIC_URL: 'https://login.example.com' };

const apps = `apps:
  - name: Gitea
    redirects: [https://git.example.com/user/oauth2/latchkey/callback]
    withoutPkce: true
  - name: Shop (beta)
    kind: spa
    redirects: [https://shop.example.com/cb]
    firstParty: true
`;

test('used wrongly', { timeout: 60_000 }, () => {
  play(`
    $ latchkey apps
    ! Usage: latchkey apps <command> [options]
    ⋮
    exit 2
    $ latchkey apps add Grafana --kind server
    ! --kind must be web, spa, native, machine, or device, not "server".
    ! Run "latchkey apps add --help" for usage.
    exit 2
    $ latchkey apps add Grafana --for grafana
    ! Grafana sends people back to /login/generic_oauth.
    ! Use --redirect https://app.example.com/login/generic_oauth.
    exit 2
    $ latchkey apps add Grafana --for grafana --redirect https://grafana.example.com/login/generic_oauth/
    ! Grafana sends people back to /login/generic_oauth, not to "https://grafana.example.com/login/generic_oauth/".
    ! Use --redirect https://grafana.example.com/login/generic_oauth.
    exit 2
    $ latchkey apps add Gitea --for gitea --redirect https://git.example.com/user/oauth2/latchkey/callback
    ! Gitea can't send PKCE, so its requests would be refused.
    ! Add --without-pkce. Its secret still protects the sign-in.
    exit 2
    $ latchkey apps add Grafana --for grafana --kind spa
    ! Grafana runs on a server, so it is of the kind web.
    ! Leave out --kind spa.
    exit 2
    $ latchkey apps set Grafana
    ! Nothing to change was given.
    ! Run "latchkey apps set --help" to see what can be.
    exit 2
    $ latchkey apps set Grafana --enable --disable
    ! Option '--disable' cannot be used with option '--enable'
    ! Run "latchkey apps set --help" for usage.
    exit 2
    $ latchkey apps import none.yaml
    ! none.yaml doesn't exist.
    ! Check the path.
    exit 1
    $ latchkey apps list
    ! No Latchkey database found: …
    ! Check --data-dir, or run "latchkey migrate" to create a database.
    exit 1
  `);
});

test('what an operator sees', { timeout: 120_000 }, () => {
  play(
    `
    $ latchkey migrate
    ⋮
    $ latchkey apps list
    No apps yet. Add one with "latchkey apps add".
    $ latchkey apps add Grafana --for grafana --redirect https://grafana.example.com/login/generic_oauth
    Added Grafana.

    Client ID      app_…
    Client secret  lkc_…
    Discovery      https://login.example.com/.well-known/openid-configuration

    The secret isn't shown again. If it gets lost, run "latchkey apps new-secret Grafana".

    Put this into grafana.ini and restart Grafana:

    [server]
    root_url = https://grafana.example.com/
    ⋮
    If a sign-in doesn't work, run "latchkey trail" right after it. It says why.
    $ latchkey apps add Grafana --redirect https://grafana.example.com/cb
    ! There is an app called Grafana already.
    ! Choose another name, or change that one with \`latchkey apps set\`.
    exit 1
    $ latchkey apps import apps.yaml --dry-run
    Would add Gitea.
    Would add Shop (beta).
    Not in the file, left alone: Grafana.
    $ latchkey apps import apps.yaml
    Added Gitea (app_…). Create its secret with "latchkey apps new-secret Gitea".
    Added Shop (beta) (app_…).
    Not in the file, left alone: Grafana.
    $ latchkey apps import apps.yaml
    Unchanged: 2 apps.
    Not in the file, left alone: Grafana.
    $ latchkey apps list
    Name         Kind  Client ID…Last used (UTC)  People  Notes
    Gitea        web   app_…  never                 0  PKCE off
    Grafana      web   app_…  never                 0
    Shop (beta)  spa   app_…  never                 0  first-party

    3 apps.
    $ latchkey apps check Gitea
    Gitea (app_…)

    refused  It has no secret that is still valid. Create one with "latchkey apps new-secret Gitea".
    note     PKCE is off for this app: …run "latchkey apps set Gitea --with-pkce".

    ! Requests of Gitea would be refused.
    ! Change what is marked "refused".
    exit 1
    $ latchkey apps new-secret Gitea
    The new secret of Gitea is lkc_…

    It isn't shown again. Put it into Gitea. The old one works for 24 hours.
    $ latchkey apps check Grafana --redirect https://grafana.example.com/login/generic_oauth
    Grafana (app_…)

    ok    The redirect address is one that is registered.
    note  A request without a code challenge (PKCE, S256) is refused. Turn PKCE on in the app.

    Nothing would be refused.
    $ latchkey apps check Grafana --redirect https://grafana.example.com/login/generic_oauth/
    Grafana (app_…)

    refused  The redirect address differs after the host: "/login/generic_oauth/" is not "/login/generic_oauth". Add it with "latchkey apps set Grafana --redirect URL", or change it in the app.
    note     A request without a code challenge…

    ! Requests of Grafana would be refused.
    ! Change what is marked "refused".
    exit 1
    $ latchkey apps set Grafana --redirect https://g.example.com/login/generic_oauth --first-party
    Changed Grafana: redirect addresses, first-party.
    $ latchkey apps set Grafana --first-party
    Grafana is like that already. Nothing was changed.
    $ latchkey apps set Grafana --remove-redirect https://g.example.com/
    ! "https://g.example.com/" isn't one of its addresses.
    ! Run "latchkey apps show" to see them. They are compared letter by letter.
    exit 1
    $ latchkey apps set Grafana --disable
    Changed Grafana: turned on or off.
    All of its requests are refused now.
    $ latchkey apps show Grafana
    Grafana

    Client ID           app_…
    Kind                web
    State               turned off 20…
    Redirect addresses  https://grafana.example.com/login/generic_oauth
    https://g.example.com/login/generic_oauth
    Sign-out addresses  none
    PKCE                required
    First-party         yes, people are not asked to allow it
    Gets tokens by      authorization_code, refresh_token
    Scopes              openid, profile, email, data, offline_access
    Secret              created 20…
    People              nobody allows it now
    Last sign-in        never
    Added               20…
    Discovery           https://login.example.com/.well-known/openid-configuration

    All times are UTC.
    $ latchkey apps remove Grafana
    Removed Grafana.
    $ latchkey apps show Grafana
    ! There is no app called "Grafana".
    ! Run "latchkey apps list" to see all of them.
    exit 1
  `,
    { env, files: { 'apps.yaml': apps } },
  );
});

eachDatabase('latchkey apps and signing-keys', (make) => {
  test('print JSON that a script reads', { timeout: 120_000 }, async () => {
    const location = await make.location();
    const there = { ...env, ...environmentOf(location) };
    const json = async (...args: string[]) => {
      const { out, err, exitCode } = await run(args, there);
      expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
      return out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    await run(['migrate'], there);
    const redirect = 'https://app.example.com/cb';
    const [added] = await json('apps', 'add', 'App', '--redirect', redirect, '--for', 'generic', '--json');
    expect(added).toMatchObject({
      name: 'App',
      clientId: expect.stringMatching(/^app_/),
      secret: expect.stringMatching(/^lkc_/),
      settings: expect.stringContaining('Token endpoint:'),
      discovery: 'https://login.example.com/.well-known/openid-configuration',
    });
    expect(await json('apps', 'list', '--json')).toMatchObject([
      { name: 'App', people: 0, lastUsedAt: null },
    ]);
    expect(await json('apps', 'show', String(added?.clientId), '--json')).toMatchObject([
      { redirects: [redirect], pkce: true, secrets: [{ expiresAt: null }] },
    ]);
    expect(await json('apps', 'check', 'App', '--json')).toMatchObject([
      { refused: false, findings: [{ code: 'pkce-on' }] },
    ]);
    expect(await json('apps', 'new-secret', 'App', '--json')).toMatchObject([{ name: 'App' }]);
    const file = JSON.stringify({ apps: [] });
    const imported = await run(['apps', 'import', '-', '--remove-others', '--json'], there, file);
    expect(JSON.parse(imported.out)).toMatchObject({ removed: ['App'], leftAlone: [] });

    const rotated = await run(['signing-keys', 'rotate'], there);
    expect(rotated.out).toMatch(/^Created new signing keys\.\n\nKey ID +Algorithm +State /);
    const keys = await json('signing-keys', 'list', '--json');
    expect(keys).toMatchObject([{ state: 'signs' }, { state: 'signs' }]);
    const kid = String(keys[0]?.kid);
    const refused = await run(['signing-keys', 'retire', kid], there);
    expect([refused.exitCode, refused.err]).toEqual([
      1,
      `${kid} signs tokens now, and no other key would in its place.\nRun "latchkey signing-keys rotate --at-once" first.\n`,
    ]);
    await run(['signing-keys', 'rotate', '--at-once'], there);
    expect((await run(['signing-keys', 'retire', kid], there)).out).toContain(`Retired ${kid} (`);
    expect((await json('signing-keys', 'list', '--json')).map((key) => key.kid)).not.toContain(kid);

    const database = openDatabase(location);
    await addCheck(database.db, 'secretKey', checkOf(keyIn(there)));
    await database.close();
    const other = { ...there, LATCHKEY_SECRET_KEY: 'Vn5xQw8Zr2Tk9LmB4YpJd7HcGf3SuAe6' };
    const wrong = await run(['signing-keys', 'rotate'], other);
    expect([wrong.exitCode, wrong.out], 'the server could not read what another key has sealed').toEqual([
      1,
      '',
    ]);
  });
});
