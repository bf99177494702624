import { expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { environmentOf, run } from './command-line.ts';
import { play } from './transcript.ts';

const steps = migrations.length === 1 ? '1 step' : `${migrations.length} steps`;

test('makes a database in the data folder, and the second time nothing', () => {
  play(
    `
    $ latchkey migrate
    ${migrations.map(({ name }) => `Done: ${name}`).join('\n')}
    The database is up to date (${steps}).
    $ latchkey migrate
    The database was up to date already (${steps}).
    $ latchkey migrate --data-dir other.txt
    ! The data folder …other.txt cannot be written (…). Give this user the right to it, or choose another with --data-dir.
    exit 1
    $ LATCHKEY_DATABASE_URL=postgres://nobody@127.0.0.1:1/x LATCHKEY_SECRET_KEY=q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT latchkey migrate
    ! PostgreSQL at 127.0.0.1:1/x can't be used (…). Check database.url and that PostgreSQL is running.
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
    const taken = both.flatMap(({ out }) => out.match(/^Done: .+$/gm) ?? []);
    expect(taken).toEqual(migrations.map(({ name }) => `Done: ${name}`));
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
      expect(err).toMatch(/^A newer Latchkey has migrated this database: the step "9999-later" needs .+\n$/);
    }
  });
});
