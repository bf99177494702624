import { expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { environmentOf, run } from './command-line.ts';
import { play } from './transcript.ts';

const steps = migrations.length === 1 ? '1 migration' : `${migrations.length} migrations`;

test('creates a database in the data folder, and does nothing the second time', () => {
  play(
    `
    $ latchkey migrate
    ${migrations.map(({ name }) => `Applied ${name}`).join('\n')}
    The database is up to date (${steps}).
    $ latchkey migrate
    The database is already up to date (${steps}).
    $ latchkey migrate --data-dir other.txt
    ! Can't write to the data folder …other.txt (…).
    ! Give this user write permission, or choose another folder with --data-dir.
    exit 1
    $ LATCHKEY_DATABASE_URL=postgres://nobody@127.0.0.1:1/x LATCHKEY_SECRET_KEY=q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT latchkey migrate
    ! PostgreSQL at 127.0.0.1:1/x can't be used (…).
    ! Check database.url and that PostgreSQL is running.
    exit 1
  `,
    {
      files: { 'other.txt': '' },
    },
  );
});

eachDatabase('migrate', (make) => {
  test('started twice at once takes each step once', async () => {
    const env = environmentOf(await make.location());
    const both = await Promise.all([run(['migrate'], env), run(['migrate'], env)]);
    expect(both.map(({ exitCode, err }) => ({ exitCode, err }))).toEqual(
      both.map(() => ({ exitCode: 0, err: '' })),
    );
    const taken = both.flatMap(({ out }) => out.match(/^Applied .+$/gm) ?? []);
    expect(taken).toEqual(migrations.map(({ name }) => `Applied ${name}`));
  });

  test('a database from a newer version is left alone', async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['migrate'], env);
    const database = openDatabase(location);
    const { db } = database;
    await db
      .insertInto('migrations' as never)
      .values({ name: '9999-later', applied_at: 0 } as never)
      .execute();
    await database.close();
    for (const args of [['migrate'], ['accounts', 'list']]) {
      const { exitCode, err } = await run(args, env);
      expect(exitCode).toBe(1);
      expect(err).toMatch(
        /^This database was migrated by a newer version of Latchkey: "9999-later" requires .+\nUpdate this server\.\n$/,
      );
    }
  });
});
