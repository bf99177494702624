import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../test/support/app.ts';
import { statementsIn } from '../../test/support/statements.ts';
import { listEvents } from '../people/events/index.ts';
import { letGoOfStart, prepare, stopWhenMoved } from './prepare.ts';

const pepper = 'a pepper of the tests, long enough for one';
const production = { mode: 'production', publicUrl: 'https://login.example.com' } as const;

eachApp('what is made sure of before the first request', (open) => {
  test('V7.4.1 in production no session lives on that a weak password has opened', async () => {
    const { browser, services } = await open();
    const [weak, strong] = [browser(), browser()];
    const name = freshName();
    expect((await browser().post(`/register?username=${name}&password=x`)).status).toBe(200);
    const { account } = (await weak.login(name, 'x', { remember: true })).body;
    await strong.register(freshName(), goodPassword);

    await prepare(services);
    expect((await weak.get('/api/session')).status, 'development leaves it alone').toBe(200);
    await prepare((await open(production)).services);
    expect((await weak.get('/api/session')).status).toBe(401);
    expect((await strong.get('/api/session')).status).toBe(200);
    const [event] = await listEvents(services.db, account?.id ?? '', 1);
    expect(event).toMatchObject({ type: 'session-ended', device: 'latchkey serve' });
    expect(event?.session_id).toEqual(expect.any(String));
  });

  test('that is done without a look at every session', async () => {
    const { services, ...app } = await open(production);
    const sent = await statementsIn({ ...app, services }, () => prepare(services));
    const [ending = ''] = sent.filter((query) => query.startsWith('delete from "sessions"'));
    const isSqlite = services.database.dialect === 'sqlite';
    // PostgreSQL reads all of a table of a few rows, index or not.
    const plan = await services.db.transaction().execute(async (tx) => {
      if (!isSqlite) await sql`set local enable_seqscan = off`.execute(tx);
      const parts = ending.split(/\?|\$\d/).map((part) => sql.raw(part));
      const how = isSqlite ? sql`explain query plan` : sql`explain`;
      return sql<Readonly<Record<string, string>>>`${how} ${sql.join(parts, sql`1`)}`.execute(tx);
    });
    const lines = plan.rows.flatMap((row) => Object.values(row).map(String));
    expect(lines.join('\n')).toMatch(/sessions/);
    expect(lines.filter((line) => /SCAN sessions|Seq Scan on sessions/.test(line))).toEqual([]);
  });

  test('V13.3.1 a server whose pepper was lost or changed does not start', async () => {
    const peppered = await open({ password: { pepper } });
    await prepare(peppered.services);
    await peppered.browser().register(freshName(), goodPassword);
    await prepare(peppered.services);
    for (const other of ['', `${pepper}!`]) {
      const { services } = await open({ password: { pepper: other } });
      await expect(prepare(services)).rejects.toThrow(/^Passwords .+\n.+LATCHKEY_PASSWORD_PEPPER.+\.$/);
    }
  });

  test('a server on data that was moved away does not start, and stops when it runs', async () => {
    const { services } = await open({ password: { pepper } });
    let stops = 0;
    const look = () =>
      stopWhenMoved(services, () => {
        stops += 1;
      });
    const mark = { move_id: 'm', peer: 'PostgreSQL at db/latchkey', progress: '', at: 1_700_000_000_000 };
    for (const [role, state, sentence] of [
      ['source', 'begun', undefined],
      ['source', 'done', 'This data was moved to PostgreSQL at db/latchkey on 2023-11-14.'],
      ['target', 'done', undefined],
      ['target', 'begun', "A move from PostgreSQL at db/latchkey to this database hasn't finished."],
    ] as const) {
      await services.db.deleteFrom('moves').execute();
      await services.db
        .insertInto('moves')
        .values({ role, state, ...mark })
        .execute();
      stops = 0;
      await look();
      expect(stops, `${role} ${state}`).toBe(sentence === undefined ? 0 : 1);
      if (sentence === undefined) await prepare(services);
      else await expect(prepare(services)).rejects.toThrow(sentence);
    }
    await services.db.deleteFrom('moves').execute();
  });
});

test('what nothing holds any more is gone, whether or not memory was short', async () => {
  const made = (() => new WeakRef(new Array(100_000).fill('what only the start needed')))();
  expect(made.deref()).toBeDefined();
  await new Promise((resolve) => setTimeout(resolve));
  await letGoOfStart();
  expect(made.deref()).toBeUndefined();
});
