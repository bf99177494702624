import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { createAccountReader } from '../../src/people/accounts/index.ts';
import { strangersKey } from '../../src/people/limits/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { auditedIn, environmentOf, run } from './command-line.ts';
import { play } from './transcript.ts';

const md5 = '3af00c6cad11f7ab5db4467b66ce503e';
const mailServer = {
  LATCHKEY_MAIL_URL: 'smtp://127.0.0.1:2525',
  LATCHKEY_MAIL_FROM: 'login@example.com',
};
const files = { 'registered.json': `{\n"soham": {"password": "${md5}", "data": "testing"}\n}` };

test('a mistyped folder is told, and stays as it is', () => {
  play(`
    $ latchkey accounts list --data-dir typo
    ! No Latchkey database found: …typo/latchkey.sqlite.
    ! Check --data-dir, or run "latchkey migrate" to create a database.
    exit 1
    $ latchkey accounts show soham
    ! No Latchkey database found: …
    ! Check --data-dir, …
    exit 1
    $ latchkey accounts unlock soham
    ! No Latchkey database found: …
    ! Check --data-dir, …
    exit 1
    $ latchkey accounts export
    ! No Latchkey database found: …
    ! Check --data-dir, …
    exit 1
  `);
});

test('used wrongly', () => {
  play(`
    $ latchkey accounts
    ! Usage: latchkey accounts <command> [options]
    ⋮
    exit 2
    $ latchkey accounts show
    ! Missing required argument 'name'
    ! Run "latchkey accounts show --help" for usage.
    exit 2
    $ latchkey accounts export --format csv
    ! --format must be latchkey or workshop, not "csv".
    ! Run "latchkey accounts export --help" for usage.
    exit 2
    $ latchkey accounts import registered.json --concurrency 0
    ! --concurrency must be a whole number from 1 to 1024, not "0".
    ! Run "latchkey accounts import --help" for usage.
    exit 2
  `);
});

test('what an operator sees', { timeout: 60_000 }, () => {
  play(
    `
    $ latchkey migrate
    ⋮
    $ latchkey accounts list
    No accounts yet.
    $ latchkey accounts import registered.json
    Imported 1 account into …latchkey-data/latchkey.sqlite.
    $ latchkey accounts list
    Username  Created (UTC)…Last sign-in (UTC)  Sessions  Notes
    soham… 20…  never                      0  MD5 inside argon2id, weak password

    1 account.
    $ latchkey accounts list --search OHA
    Username…
    soham…

    1 account matches "OHA".
    $ latchkey accounts list --search s_h
    No accounts match "s_h".
    $ latchkey accounts list --json
    {"id":"…","username":"soham","createdAt":"…","updatedAt":"…","lastLoginAt":null,"roles":[],"attributes":{},"sessions":0,"secondFactorRequired":false,"failures":0,"waitsUntil":null,"password":{"changedAt":"…","weak":true,"wraps":"md5","locked":false},"notes":["MD5 inside argon2id","weak password"]}
    $ latchkey accounts show SOHAM
    soham
    Can sign in: yes, with the correct password. The password is marked as weak: in production, signing in requires a better one unless it follows the rules.

    Account ID       …-…-7…
    Created          20…
    Last sign-in     never
    Data             9 bytes of JSON, version 1
    Password         set 20…, MD5 inside argon2id until the next sign-in, weak
    Second factor    none (optional)
    Email            none
    Failed attempts  none

    Sessions: none

    Latest events
    20…  Account imported from a file  latchkey accounts

    All times are UTC.
    $ latchkey accounts unlock soham
    soham has no failed attempts. Nothing was changed.
    $ latchkey accounts show sohan
    ! No account named "sohan" in …latchkey-data/latchkey.sqlite.
    ! Run "latchkey accounts list --search TEXT" to find it. If this is the wrong database, pass the server's configuration with --config.
    exit 1
    $ latchkey accounts show soham@example.com
    ! No account in …latchkey-data/latchkey.sqlite has verified the email address "soham@example.com".
    ! If the address isn't verified yet, use the username instead.
    exit 1
    $ latchkey accounts export
    {"latchkey":"accounts","format":1,"secretKey":"…"}
    {"accounts":[{"id":"…","username":"soham",…}],"passwords":[{…}],"emails":[],…}
    {"end":1}
    $ latchkey accounts export --format workshop
    {
    "soham": {"password":"$argon2id$…","wraps":"md5","data":"testing","created":"20…Z","lastLogin":null}
    }
    $ latchkey accounts export no/such/folder.json
    ! Couldn't write to no/such/folder.json (…).
    ! Choose another file.
    exit 1
  `,
    { files },
  );
});

test('an export into a file is for its owner alone, and leaves no draft', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
  const env = { LATCHKEY_DATA_DIR: join(folder, 'data') };
  const file = join(folder, 'export.json');
  try {
    await run(['migrate'], env);
    await run(['accounts', 'import', '-'], env, files['registered.json']);
    const { exitCode, err } = await run(['accounts', 'export', '--format', 'workshop', file], env);
    expect({ exitCode, err }).toEqual({
      exitCode: 0,
      err: `Exported 1 account to ${file}. It contains password hashes, so keep it secret.\n`,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      soham: { data: 'testing', wraps: 'md5' },
    });
    expect(readdirSync(folder).sort()).toEqual(['data', 'export.json']);
    expect(auditedIn(join(folder, 'data')), 'both are in the audit log').toEqual([
      ['accounts-imported', 'latchkey accounts import', '{"imported":1,"skipped":0,"stopped":false}'],
      ['accounts-exported', 'latchkey accounts export', '{"format":"workshop"}'],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an export replaces no file, whatever its format', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
  const env = { LATCHKEY_DATA_DIR: join(folder, 'data') };
  const file = join(folder, 'precious.json');
  try {
    await run(['migrate'], env);
    writeFileSync(file, 'precious');
    for (const format of ['latchkey', 'workshop']) {
      const { exitCode, out, err } = await run(['accounts', 'export', '--format', format, file], env);
      expect({ exitCode, out, err }, format).toEqual({
        exitCode: 1,
        out: '',
        err: `${file} already exists.\nChoose another file, or delete this one first.\n`,
      });
    }
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(readdirSync(folder).sort()).toEqual(['data', 'precious.json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

eachDatabase('accounts', (make) => {
  const slow = { timeout: 60_000 };
  test('what a login asks after the password is told', slow, async () => {
    const location = await make.location();
    const env = { ...environmentOf(location), ...mailServer };
    await run(['accounts', 'import', '-'], env, files['registered.json']);
    const database = openDatabase(location);
    try {
      const account = await createAccountReader(database).findByKey('soham');
      const email = { address: 'soham@example.com', address_key: 'soham@example.com' };
      await database.db
        .insertInto('emails')
        .values({ id: 'e', account_id: account?.id ?? '', ...email, verified_at: null, created_at: 1 })
        .execute();
      const show = ['accounts', 'show', 'soham'];
      const shown = (await run(show, { ...env, LATCHKEY_LOGIN_SECOND_FACTOR: 'required' })).out;
      expect(shown).toContain(' A second factor must be added after it. ');
      expect(shown).toContain(' An email address must be verified before the session starts.\n');
      expect(shown).toMatch(/Second factor +none \(required for everyone\)\n +Email +not verified yet\n/);
      expect((await run(['accounts', 'show', email.address], env)).exitCode).toBe(1);
      const cut = await run(['accounts', 'export', '--format', 'workshop'], env);
      expect(cut).toMatchObject({
        exitCode: 1,
        out: '',
        err: expect.stringContaining("can't store the email addresses of 1 account.\n"),
      });
      const named = await run(['accounts', 'export', '--format', 'workshop', '--without-factors'], env);
      expect(named).toMatchObject({ exitCode: 0, out: expect.not.stringContaining('example.com') });
    } finally {
      await database.close();
    }
  });

  test('a locked password is told in one glance, and unlocked', async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, files['registered.json']);
    const database = openDatabase(location);
    try {
      const account = await createAccountReader(database).findByKey('soham');
      const accountId = account?.id ?? '';
      const key = strangersKey(accountId);
      const counter = { blocked_until: 0, expires_at: Date.now() + 1_000_000 };
      await database.db
        .insertInto('limits')
        .values([
          { key, account_id: accountId, count: 100, ...counter },
          { key: `${key}:device:x`, account_id: accountId, count: 3, ...counter },
          { key: 'password:another', account_id: 'another', count: 7, ...counter },
        ])
        .execute();

      const shown = await run(['accounts', 'show', 'soham'], env);
      expect(shown.out).toMatch(
        /Can sign in: no, password sign-in is turned off after 100 incorrect passwords in a row\./,
      );
      expect(shown.out).toMatch(
        /Failed attempts +100 incorrect passwords in a row from unknown browsers, 3 from known/,
      );
      expect((await run(['accounts', 'list'], env)).out).toMatch(/password turned off/);
      const json = JSON.parse((await run(['accounts', 'show', 'soham', '--json'], env)).out) as unknown;
      expect(json).toMatchObject({ canLogIn: 'no', failures: 100, failuresOfKnownBrowsers: 3 });

      expect((await run(['accounts', 'unlock', 'Soham'], env)).out).toBe(
        'Cleared 103 failed attempts. soham can try again now.\n',
      );
      expect(await database.db.selectFrom('limits').select('key').execute()).toEqual([
        { key: 'password:another' },
      ]);
      const after = await run(['accounts', 'show', 'soham'], env);
      expect(after.out).toMatch(/Can sign in: yes/);
      expect(after.out).toMatch(/unlocked by the admin \(103 failures\)/);
    } finally {
      await database.close();
    }
  });

  test('a second factor is asked of one account, and its sessions without one end', slow, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    const command = ['accounts', 'require-second-factor', 'Soham'];
    await run(['accounts', 'import', '-'], env, files['registered.json']);
    const database = openDatabase(location);
    try {
      const accountId = (await createAccountReader(database).findByKey('soham'))?.id ?? '';
      const far = Date.now() + 1_000_000;
      const session = {
        account_id: accountId,
        transport: 'bearer',
        remember: 0,
        unused: 0,
        trail_id: null,
        address: '',
        device: '',
      } as const;
      const times = { created_at: 1, last_seen_at: 1, auth_time: 1, idle_expires_at: far, expires_at: far };
      const rows = [1, 2].map((aal) => ({ id: `s${aal}`, token_hash: `t${aal}`, amr: '[]', aal }));
      await database.db
        .insertInto('sessions')
        .values(rows.map((row) => ({ ...session, ...times, ...row })))
        .execute();

      const set = await run(command, env);
      expect([set.out, set.err]).toEqual([
        "A second factor is now required for soham. Ended 1 session that didn't use one.\n",
        '',
      ]);
      const left = await database.db.selectFrom('sessions').select('id').execute();
      expect(left).toEqual([{ id: 's2' }]);
      expect((await run(command, env)).out).toBe(
        'A second factor was already required for soham. Nothing was changed.\n',
      );
      const shown = (await run(['accounts', 'show', 'soham'], env)).out;
      expect(shown).toMatch(/Second factor +none \(required for this account\)/);
      expect(shown).toMatch(/Two-step verification required by the admin/);

      const off = await run([...command, '--off'], { ...env, LATCHKEY_LOGIN_SECOND_FACTOR: 'required' });
      expect(off.out).toBe(
        'A second factor is no longer required for soham. login.secondFactor still requires one for every account.\n',
      );
      expect((await run(['accounts', 'show', 'soham'], env)).out).toMatch(/Second factor +none \(optional\)/);
    } finally {
      await database.close();
    }
  });

  test('a list of several pages holds every account once', async () => {
    const env = {
      ...environmentOf(await make.location()),
      LATCHKEY_HASH_MEMORY: '8',
      LATCHKEY_HASH_ITERATIONS: '1',
    };
    const names = Array.from({ length: 450 }, (_, at) => `name${at}`);
    const all = Object.fromEntries(names.map((name) => [name, { password: md5, data: '' }]));
    expect((await run(['accounts', 'import', '-'], env, JSON.stringify(all))).exitCode).toBe(0);
    const lines = (await run(['accounts', 'list', '--json'], env)).out.trim().split('\n');
    const listed = lines.map((line) => (JSON.parse(line) as { username: string }).username);
    expect(listed.sort()).toEqual(names.sort());
    const table = (await run(['accounts', 'list'], env)).out;
    expect(table.match(/^Username/gm)).toHaveLength(1);
    expect(table).toMatch(/\n450 accounts\.\n$/);
  });
});
