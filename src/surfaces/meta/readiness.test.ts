import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { asAdmin } from '../../../test/support/database-troubles.ts';
import { statementsOf } from '../../../test/support/statements.ts';
import { type Database, migrate } from '../../kit/db/index.ts';
import { migrations } from '../../migrations/index.ts';

let passed = 0;

/** A minute after it was asked last, when the database is tried again. */
async function readyLater({ browser }: TestApp): Promise<[number, unknown]> {
  passed += 60_000;
  const now = performance.now() + passed;
  const later = vi.spyOn(performance, 'now').mockReturnValue(now);
  const { status, body } = await browser().get('/readyz');
  later.mockRestore();
  return [status, body.reason ?? body.status];
}

interface Trouble {
  readonly cause: string;
  readonly reason: string;
  begin(database: Database): Promise<unknown>;
  end(database: Database): Promise<unknown>;
}

const nameOf = async ({ db }: Database): Promise<string> =>
  (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name ?? '';

const troubles: Readonly<Record<Database['dialect'], readonly Trouble[]>> = {
  sqlite: [
    {
      cause: 'full',
      reason: "The database's disk is full.",
      begin: ({ db }) => sql`pragma max_page_count = 1`.execute(db),
      end: ({ db }) => sql`pragma max_page_count = 1073741823`.execute(db),
    },
    {
      cause: 'read-only',
      reason: 'The database is read-only.',
      begin: ({ db }) => sql`pragma query_only = on`.execute(db),
      end: ({ db }) => sql`pragma query_only = off`.execute(db),
    },
  ],
  postgres: [
    {
      cause: 'read-only',
      reason: 'The database is read-only.',
      // As after a failover: every connection leads to what takes no write, and stays so when there is one that does.
      async begin(database) {
        const name = await nameOf(database);
        await asAdmin(async (client) => {
          await client.query(`alter database ${name} set default_transaction_read_only = on`);
          await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
            name,
          ]);
        });
      },
      async end(database) {
        const name = await nameOf(database);
        await asAdmin((client) => client.query(`alter database ${name} reset default_transaction_read_only`));
      },
    },
  ],
};

eachApp('readiness', (open, make) => {
  test('is told when a login can be completed', async () => {
    expect(await readyLater(await open())).toEqual([200, 'ok']);
  });

  test('is missing, with what to do, while a step is missing or a newer version shuts this one out', async () => {
    const app = await open();
    const { db } = app.services;
    const rename = (from: string, to: string) =>
      sql`update migrations set name = ${to} where name = ${from}`.execute(db);
    await rename('0010-email-codes', '9999-newer');
    expect(await readyLater(app)).toEqual([
      503,
      expect.stringMatching(/newer version of Latchkey.+Update this server/),
    ]);
    await sql`update migrations set readable_by = '0.0.0' where name = '9999-newer'`.execute(db);
    expect(await readyLater(app)).toEqual([
      503,
      expect.stringMatching(/older than this server.+latchkey migrate/),
    ]);
    await rename('9999-newer', '0010-email-codes');
    expect(await readyLater(app)).toEqual([200, 'ok']);
  });

  test('stays when a newer version has migrated in a way that this one still works with', async () => {
    const app = await open();
    await migrate(
      app.database,
      [...migrations, { name: '9998-newer', readableBy: '0.0.0', up: async () => {} }],
      0,
    );
    expect(await readyLater(app)).toEqual([200, 'ok']);
  });

  test.each([
    ['source', 'done', 'moved', /moved to another database/, /This data was moved to elsewhere\.example on/],
    [
      'target',
      'begun',
      'being-filled',
      /A move to this database hasn't finished/,
      /A move from elsewhere\.example/,
    ],
  ] as const)(
    'is missing on the %s of a move that is %s, with the other database named in the log alone',
    async (role, state, cause, reason, detail) => {
      const app = await open();
      const { db } = app.services;
      expect(await readyLater(app)).toEqual([200, 'ok']);
      const mark = { role, state, move_id: 'm', peer: 'elsewhere.example', progress: '', at: 0 };
      await db.insertInto('moves').values(mark).execute();
      expect(await readyLater(app)).toEqual([503, expect.stringMatching(reason)]);
      expect(JSON.stringify(await readyLater(app))).not.toContain('elsewhere');
      expect(app.log.filter((line) => line.includes('Not ready'))).toEqual([expect.stringMatching(detail)]);
      expect((await app.browser().get('/metrics')).text).toContain(
        `latchkey_database_failures_total{cause="${cause}"} 2`,
      );
      await db.deleteFrom('moves').execute();
      expect(await readyLater(app)).toEqual([200, 'ok']);
    },
  );

  test.each([
    ['source', 'begun'],
    ['target', 'done'],
  ] as const)('stays on the %s of a move that is %s', async (role, state) => {
    const app = await open();
    const mark = { role, state, move_id: 'm', peer: 'elsewhere.example', progress: '', at: 0 };
    await app.services.db.insertInto('moves').values(mark).execute();
    expect(await readyLater(app)).toEqual([200, 'ok']);
  });

  test('is looked for once a second however often it is asked', async () => {
    const app = await open();
    const asked = async (times: number) => {
      passed += 60_000;
      const still = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + passed);
      const statements = await statementsOf(app, async () => {
        const answers = await Promise.all(Array.from({ length: times }, () => app.browser().get('/readyz')));
        expect(answers.map(({ status }) => status)).toEqual(Array(times).fill(200));
      });
      still.mockRestore();
      return statements;
    };
    const once = await asked(1);
    expect(once).toBeGreaterThan(2);
    expect(await asked(30)).toBe(once);
  });

  test.each(troubles[make.dialect])(
    'is missing while the database is $cause, people are told to come again, and all is well when that is over',
    async ({ cause, reason, begin, end }) => {
      const database = await make();
      const app = await open.on(database);
      await app.browser().register(freshName(), goodPassword);
      await begin(database);
      // A page of SQLite's file may have room for a row or two more.
      const fill = () =>
        app.browser().post('/api/register', { username: freshName(), password: goodPassword });
      await expect.poll(async () => (await fill()).status, { timeout: 10_000 }).toBe(503);
      expect((await fill()).body).toMatchObject({ code: 'busy' });
      expect(await readyLater(app)).toEqual([503, reason]);
      expect((await app.browser().get('/healthz')).status).toBe(200);
      expect(app.log.join('')).toContain(`"cause":"database ${cause}"`);
      expect((await app.browser().get('/metrics')).text).toMatch(
        new RegExp(`latchkey_database_failures_total\\{cause="${cause}"\\} [1-9]`),
      );
      await end(database);
      await expect.poll(() => readyLater(app), { timeout: 10_000 }).toEqual([200, 'ok']);
      expect((await fill()).status).toBe(201);
    },
  );
});
