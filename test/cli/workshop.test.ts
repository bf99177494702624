import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type DatabaseLocation, openDatabase } from '../../src/kit/db/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { startLatchkey } from '../support/server-process.ts';
import { environmentOf, run, startCommand } from './command-line.ts';
import { play } from './transcript.ts';

const md5 = (password: string) => createHash('md5').update(password).digest('hex');
const insecure = md5('insecure');
const entriesOf = (number: number) =>
  Object.fromEntries(
    Array.from({ length: number }, (_, at) => [
      `name${at}`,
      { password: md5(`secret${at}`), data: `data ${at}` },
    ]),
  );

test('the report says what is in, what is not, and why', { timeout: 60_000 }, () => {
  const files = {
    'registered.json': [
      '{',
      `"soham": "{\\"password\\": \\"${insecure}\\", \\"data\\": \\"testing\\"}",`,
      `"Soham": {"password": "${insecure}", "data": "another"},`,
      `"a b": {"password": "${insecure}", "data": ""},`,
      '"ada": {"password": "secret", "data": ""},',
      `"x": {"password": "${insecure.toUpperCase()}", "data": ""}`,
      '}',
    ].join('\n'),
  };
  const skipped = `
    line 3  "Soham"  Except for capitalization, it's the username in line 2. Rename one of them in the file.
    line 4  "a b"    A username can have letters, numbers, ".", "_" and "-", but not a space.
    line 5  "ada"    "password" must be an MD5 in hexadecimal or an argon2id hash that this server can verify.
    ! 3 entries were skipped.
    ! Fix what the report lists, then run the same command again.
    exit 1`;
  play(
    `
    $ latchkey accounts import --format workshop registered.json --dry-run
    Would import 2 accounts into …latchkey-data/latchkey.sqlite.
    Would skip 3:${skipped}
    $ latchkey accounts list
    ! No Latchkey database found: …
    ! …
    exit 1
    $ latchkey accounts import --format workshop registered.json
    Imported 2 accounts into …latchkey-data/latchkey.sqlite.
    Skipped 3:${skipped}
    $ latchkey accounts import --format workshop registered.json
    Imported 0 accounts into …latchkey-data/latchkey.sqlite.
    Already imported: 2.
    Skipped 3:${skipped}
    $ latchkey accounts export --format workshop export.json
    ! Exported 2 accounts to export.json. It contains password hashes, so keep it secret.
    $ latchkey accounts import --format workshop export.json
    Imported 0 accounts into …latchkey-data/latchkey.sqlite.
    Already imported: 2.
    $ latchkey accounts import --format workshop export.json --data-dir other
    Imported 2 accounts into …other/latchkey.sqlite.
    $ latchkey accounts export whole.jsonl
    ! Exported 2 accounts to whole.jsonl. It contains password hashes, so keep it secret.
    $ latchkey accounts import whole.jsonl --data-dir third --dry-run
    Would import 2 accounts into …third/latchkey.sqlite.
    $ latchkey accounts import whole.jsonl --data-dir third
    Imported 2 accounts into …third/latchkey.sqlite.
    $ latchkey accounts import whole.jsonl --data-dir third
    Imported 0 accounts into …third/latchkey.sqlite.
    Already imported: 2.
    $ latchkey accounts import whole.jsonl --data-dir other
    Imported 0 accounts into …other/latchkey.sqlite.
    Skipped 2:
    line 2  "…"…The username is already taken.
    line 3  "…"…The username is already taken.
    ! 2 entries were skipped.
    ! Fix what the report lists, then run the same command again.
    exit 1
  `,
    { files },
  );
});

test('a file that cannot be read is told with the place', () => {
  play(
    `
    $ latchkey accounts import no-such-file.json
    ! no-such-file.json doesn't exist.
    ! Check the path.
    exit 1
    $ latchkey accounts import .
    ! . is a folder.
    ! Pass the path of a file in it.
    exit 1
    $ latchkey accounts import broken.json
    ! broken.json: Invalid JSON: unexpected character (line 2, column 9).
    ! Fix the file and import it again.
    exit 1
    $ latchkey accounts import list.json
    ! list.json: The file must be a JSON object of usernames (line 1, column 1).
    ! Fix the file and import it again.
    exit 1
    $ latchkey accounts import empty.json
    ! empty.json: The file is empty (line 1, column 1).
    ! Fix the file and import it again.
    exit 1
    $ latchkey accounts import --format ini registered.json
    ! --format must be latchkey or workshop, not "ini".
    ⋮
    exit 2
  `,
    {
      files: {
        'broken.json': '{\n"soham" "x"}',
        'list.json': '[]',
        'empty.json': '',
      },
    },
  );
});

test('bytes that are no UTF-8 are not guessed at', async () => {
  const { exitCode, err } = await run(
    ['accounts', 'import', '-', '--dry-run'],
    {},
    Uint8Array.of(0x7b, 0xff, 0x7d),
  );
  expect({ exitCode, err }).toEqual({
    exitCode: 1,
    err: "Standard input isn't UTF-8 text.\nConvert it to UTF-8 and try again.\n",
  });
});

/** What is in the database, table by table. */
async function countsOf(location: DatabaseLocation) {
  const database = openDatabase(location);
  try {
    const count = async (table: 'accounts' | 'passwords' | 'events') =>
      (
        await database.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
      ).n;
    return {
      accounts: await count('accounts'),
      passwords: await count('passwords'),
      events: await count('events'),
    };
  } finally {
    await database.close();
  }
}

async function passwordOf(location: DatabaseLocation, name: string) {
  const database = openDatabase(location);
  try {
    return await database.db
      .selectFrom('passwords')
      .innerJoin('accounts', 'accounts.id', 'passwords.account_id')
      .select(['hash', 'wraps', 'weak', 'version'])
      .where('username_key', '=', name)
      .executeTakeFirst();
  } finally {
    await database.close();
  }
}

const startServer = (location: DatabaseLocation) =>
  startLatchkey({
    env: environmentOf(location),
    ...('file' in location ? { dataDir: dirname(location.file) } : {}),
  });

async function login(url: string, username: string, password: string) {
  const answer = await fetch(`${url}/login?${new URLSearchParams({ username, password })}`);
  return { status: answer.status, text: await answer.text() };
}

eachDatabase('import', (make) => {
  test('killed half way again and again, and run once more: nothing lost, nothing doubled', {
    timeout: 60_000,
  }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    const file = JSON.stringify(entriesOf(120));
    await run(['migrate'], env);
    for (const target of [15, 40, 70]) {
      const { ended, kill } = startCommand(['accounts', 'import', '-'], env, file);
      let before = await countsOf(location);
      for (; before.accounts < target; before = await countsOf(location)) await pause(10);
      kill('SIGKILL');
      await ended;
      const { accounts, passwords, events } = await countsOf(location);
      expect(accounts).toBeGreaterThanOrEqual(before.accounts);
      expect(accounts).toBeLessThan(120);
      expect({ passwords, events }).toEqual({ passwords: accounts, events: accounts });
    }
    const { accounts: there } = await countsOf(location);
    const { exitCode, out } = await run(['accounts', 'import', '-'], env, file);
    expect(exitCode).toBe(0);
    expect(out).toContain(`Imported ${120 - there} accounts into `);
    expect(out).toContain(`Already imported: ${there}.\n`);
    expect(await countsOf(location)).toEqual({ accounts: 120, passwords: 120, events: 120 });
  });

  test('SIGINT ends it in order, and says how to go on', async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['migrate'], env);
    const { ended, kill } = startCommand(['accounts', 'import', '-'], env, JSON.stringify(entriesOf(120)));
    while ((await countsOf(location)).accounts < 20) await pause(10);
    kill('SIGINT');
    const { exitCode, out, err } = await ended;
    const { accounts } = await countsOf(location);
    expect(exitCode).toBe(1);
    expect(out).toContain(`Imported ${accounts} accounts into `);
    expect(out).toContain(`Not processed yet: ${120 - accounts} of 120.\n`);
    expect(err).toContain(
      'Import stopped.\nWhat was imported is saved. Run the same command again to continue.\n',
    );
  });

  test('beside the running server: people log in with the old password, and the MD5 is gone', {
    timeout: 60_000,
  }, async () => {
    const location = await make.location();
    const server = await startServer(location);
    try {
      const accents = 'cafe\u0301 пароль 🔑';
      const people = {
        soham: { password: insecure.toUpperCase(), data: 'testing' },
        accents: { password: md5(accents), data: '"quoted"\n' },
      };
      const env = environmentOf(location);
      const importing = run(
        ['accounts', 'import', '-'],
        env,
        JSON.stringify({ ...people, ...entriesOf(100) }),
      );
      const registered = await Promise.all(
        Array.from({ length: 20 }, async (_, at) => {
          const query = new URLSearchParams({ username: `here${at}`, password: 'x', data: String(at) });
          return (await fetch(`${server.url}/register?${query}`, { method: 'POST' })).status;
        }),
      );
      expect(new Set(registered)).toEqual(new Set([200]));
      expect(await importing).toMatchObject({
        exitCode: 0,
        out: expect.stringMatching(/^Imported 102 accounts/),
      });
      expect((await countsOf(location)).accounts).toBe(122);

      expect(await passwordOf(location, 'soham')).toMatchObject({ wraps: 'md5', weak: 1 });
      expect(await login(server.url, 'soham', 'Insecure')).toMatchObject({ status: 401 });
      expect(await passwordOf(location, 'soham')).toMatchObject({ wraps: 'md5' });
      for (const time of ['first', 'second']) {
        expect(await login(server.url, 'soham', 'insecure'), time).toEqual({ status: 200, text: 'testing' });
        expect(await login(server.url, 'accents', accents), time).toEqual({
          status: 200,
          text: '"quoted"\n',
        });
        const plain = { wraps: null, weak: 1, version: 1, hash: expect.stringMatching(/^\$argon2id\$/) };
        expect(await passwordOf(location, 'soham'), time).toEqual(plain);
      }
    } finally {
      await server.stop();
    }
  });

  test('a good password is good after the first login, and nobody is asked for another', async () => {
    const location = await make.location();
    const good = 'orbit lantern mosaic thimble';
    await run(
      ['accounts', 'import', '-'],
      environmentOf(location),
      JSON.stringify({ ada: { password: md5(good) } }),
    );
    const server = await startServer(location);
    try {
      expect(await login(server.url, 'ada', good)).toEqual({ status: 200, text: '' });
      expect(await passwordOf(location, 'ada')).toMatchObject({ wraps: null, weak: 0 });
    } finally {
      await server.stop();
    }
  });
});
