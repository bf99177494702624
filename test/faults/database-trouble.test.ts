import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Database } from '../../src/kit/db/index.ts';
import { findExplained } from '../../src/operate/trails/index.ts';
import { eachApp } from '../support/app.ts';
import { asAdmin } from '../support/database-troubles.ts';
import { freshName, goodPassword } from '../support/names.ts';

/** Brings a database into trouble; answers what ends that. */
type Break = (database: Database) => Promise<() => Promise<unknown>>;

async function lock({ db }: Database) {
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list`.execute(db);
  const other = new DatabaseSync(rows[0]?.file ?? '');
  other.exec('begin immediate');
  return async () => {
    other.exec('rollback');
    other.close();
  };
}

async function fill({ db }: Database) {
  // As few pages as it has now.
  await sql`pragma max_page_count = 1`.execute(db);
  return () => sql`pragma max_page_count = 1073741823`.execute(db);
}

async function rename({ db }: Database) {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const name = rows[0]?.name ?? '';
  await asAdmin(async (client) => {
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await client.query(`alter database ${name} rename to ${name}_moved`);
  });
  return () => asAdmin((client) => client.query(`alter database ${name}_moved rename to ${name}`));
}

const troubles = {
  sqlite: [
    ['is locked', lock, 'locked or overloaded', 'Close what holds a lock'],
    ['is full', fill, 'disk is full', 'Free space'],
  ],
  postgres: [
    [
      'is not there',
      rename,
      'refuses the user, the password or the database name',
      'database name in `database.url`',
    ],
  ],
} as const satisfies Record<string, readonly (readonly [string, Break, string, string])[]>;

eachApp('a database that is in trouble', (open, make) => {
  test.each<readonly [string, Break, string, string]>([...troubles[make.dialect]])(
    'and %s is named by a trail that is written when it is back',
    async (_trouble, harm, because, remedy) => {
      const app = await open.on(await make());
      const [username, visitor] = [freshName(), app.browser()];
      await app.browser().register(username, goodPassword);
      await app.services.trails.flush();
      const mend = await harm(app.database);
      const { status, body, headers } = await visitor.post('/api/register', {
        username: freshName(),
        password: goodPassword,
        // More than what the pages that are there have room for.
        data: { note: 'y'.repeat(50_000) },
      });
      await mend();
      expect([status, body.code]).toEqual([503, 'busy']);
      await app.services.trails.flush();
      const told = await findExplained(app.services, headers['latchkey-attempt'] ?? '');
      expect(told?.explanation.join(' ')).toContain(because);
      expect(told?.explanation.join(' ')).toContain(remedy);
      expect((await visitor.login(username, goodPassword)).status, 'once it is back').toBe(200);
    },
  );
});
