import { expect, test } from 'vitest';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { days, minutes } from '../../kit/duration.ts';
import { newId } from '../../kit/ids.ts';
import { createLogger } from '../../kit/log.ts';
import { createTrails } from './create.ts';
import { findTrail, insertParts, listLatestTrails, listTrails } from './store.ts';
import type { TrailPart } from './trail.ts';
import { newTrailId } from './trail-id.ts';
import { createTrailWriter } from './writer.ts';

const received = { format: 'json', address: '203.0.113.1' } as const;

eachDatabase('trails', (make) => {
  const open = async (settings = {}) => {
    const database = await make();
    const clock = fakeClock();
    const log: string[] = [];
    let isAway = false;
    const trails = createTrails({
      config: { trails: { keep: days(30), most: 1000, ...settings }, telemetry: { otlpUrl: '' } },
      database: { db: database.db, isAway: () => isAway, troubleOf: () => undefined },
      clock,
      log: createLogger({ level: 'info', format: 'json', write: (line) => log.push(line) }),
      isProblem: () => true,
    });
    const account = async (id = newId()) => {
      await database.db
        .insertInto('accounts')
        .values({
          id,
          username: id,
          username_key: id,
          data: '{}',
          data_version: 1,
          created_at: 0,
          updated_at: 0,
          last_login_at: null,
          second_factor_required: 0,
        })
        .execute();
      return id;
    };
    const setAway = (away: boolean) => {
      isAway = away;
    };
    return { ...database, db: database.db, clock, log, trails, account, setAway };
  };
  type Opened = Awaited<ReturnType<typeof open>>;

  const attempt = ({ trails }: Opened, accountId?: string): string => {
    const trail = trails.begin({ kind: 'login', ...received });
    if (accountId !== undefined) trail.account(accountId);
    trail.end('refused');
    return trail.id;
  };
  const idsOf = async ({ db }: Opened, accountId?: string) =>
    (await listTrails(db, { accountId, limit: 50 })).map(({ id }) => id);

  test('a trail is its parts, in the order in which they came', async () => {
    const opened = await open();
    const { trails, db, clock, account } = opened;
    const accountId = await account();
    const first = trails.begin({ kind: 'login', ...received });
    first.account(accountId);
    first.note({ code: 'second-factor-asked', factors: ['totp'] });
    first.end('more');
    clock.advance(minutes(1));
    const second = trails.resume(first.id, { kind: 'login', ...received });
    second.account(accountId);
    second.note({ code: 'factor-answered', factor: 'totp', ok: true, lateSeconds: 30 });
    second.end('done');
    await trails.flush();
    const trail = await findTrail(db, first.id);
    expect(trail?.parts.map(({ outcome, at, steps }) => [outcome, at, steps.at(-1)])).toEqual([
      [
        'more',
        clock() - minutes(1),
        { code: 'second-factor-asked', factors: ['totp'], ms: expect.any(Number) },
      ],
      [
        'done',
        clock(),
        { code: 'factor-answered', factor: 'totp', ok: true, lateSeconds: 30, ms: expect.any(Number) },
      ],
    ]);
    expect(await findTrail(db, 'att_zzzzzzzzzzzz')).toBeUndefined();
  });

  test('the newest comes first, of one account or of all', async () => {
    const opened = await open();
    const ada = await opened.account();
    const ids = [attempt(opened, ada), attempt(opened), attempt(opened, ada)];
    await opened.trails.flush();
    expect(await idsOf(opened)).toEqual(ids.toReversed());
    expect(await idsOf(opened, ada)).toEqual([ids[2], ids[0]]);
    expect(await listTrails(opened.db, { accountId: ada, limit: 1 })).toHaveLength(1);
    opened.trails.resume(ids[0] ?? '', { kind: 'login', ...received }).end('refused');
    await opened.trails.flush();
    const latest = await listLatestTrails(opened.db, ada, 5);
    expect(latest.map(({ id, parts }) => [id, parts.length])).toEqual([
      [ids[2], 1],
      [ids[0], 2],
    ]);
    expect((await listLatestTrails(opened.db, ada, 1)).map(({ id }) => id)).toEqual([ids[2]]);
  });

  test('a list is full even if its newest attempts have many parts', async () => {
    const opened = await open();
    const old = [attempt(opened), attempt(opened)];
    for (let part = 0; part < 9; part += 1) {
      opened.trails.resume(old[1] ?? '', { kind: 'login', ...received }).end('refused');
    }
    await opened.trails.flush();
    expect((await listTrails(opened.db, { limit: 2 })).map(({ id }) => id)).toEqual(old.toReversed());
  });

  test("V14.2.7 an account's trails go with it, with the parts that did not know it yet", async () => {
    const opened = await open();
    const { trails, db, account } = opened;
    const accountId = await account();
    const nameless = trails.begin({ kind: 'login', ...received });
    nameless.end('more');
    const named = trails.resume(nameless.id, { kind: 'login', ...received });
    named.account(accountId);
    named.end('done');
    const other = attempt(opened);
    await trails.flush();
    await db.deleteFrom('accounts').where('id', '=', accountId).execute();
    expect(await idsOf(opened)).toEqual([other]);
  });

  test('an account that is gone before its trail was written takes along that trail alone', async () => {
    const opened = await open();
    const kept = attempt(opened, await opened.account());
    attempt(opened, newId());
    await opened.trails.flush();
    expect(await idsOf(opened)).toEqual([kept]);
    expect(opened.log).toEqual([]);
  });

  test('V14.2.7 an account has its earlier parts also where another was gone in the same moment', async () => {
    const opened = await open();
    const { trails, db, account } = opened;
    const accountId = await account();
    const nameless = trails.begin({ kind: 'login', ...received });
    nameless.end('more');
    const named = trails.resume(nameless.id, { kind: 'login', ...received });
    named.account(accountId);
    named.end('done');
    attempt(opened, newId());
    await trails.flush();
    expect(await idsOf(opened)).toEqual([nameless.id]);
    await db.deleteFrom('accounts').where('id', '=', accountId).execute();
    expect(await idsOf(opened)).toEqual([]);
  });

  test('while the database is away they wait, and nothing fails', async () => {
    const opened = await open();
    const accountId = newId();
    opened.setAway(true);
    const ids = [attempt(opened, accountId)];
    await opened.trails.flush();
    expect(opened.log.join()).toContain('kept in memory');
    ids.push(attempt(opened));
    opened.setAway(false);
    await opened.account(accountId);
    await opened.trails.flush();
    expect(await idsOf(opened)).toEqual(ids.toReversed());
  });

  test('of more than can wait the oldest are dropped, and the log says so', async () => {
    const { db, log, account } = await open();
    const lines: string[] = [];
    const writer = createTrailWriter({
      db,
      log: createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) }),
      isAway: () => true,
      mostWaiting: 3,
    });
    const accountId = newId();
    const ids = Array.from({ length: 200 }, newTrailId);
    for (const id of ids) writer.write({ ...part(id), accountId, isFirst: true });
    await writer.flush();
    expect(lines.join()).toMatch(/"dropped":\d+,"msg":"Dropped trails/);
    await account(accountId);
    await writer.stop();
    const kept = (await listTrails(db, { limit: 50 })).map(({ id }) => id);
    expect([kept, log]).toEqual([ids.slice(-3).toReversed(), []]);
  });

  test('after the end nothing more is taken, and what was there is written', async () => {
    const opened = await open();
    const id = attempt(opened);
    await opened.trails.stop();
    attempt(opened);
    await opened.trails.flush();
    expect(await idsOf(opened)).toEqual([id]);
  });

  test('V14.2.7 they are kept for their time, and no longer', async () => {
    const opened = await open();
    attempt(opened);
    opened.clock.advance(days(30));
    const young = attempt(opened);
    opened.clock.advance(1);
    await opened.trails.flush();
    await opened.trails.sweep();
    expect(await idsOf(opened)).toEqual([young]);
  });

  test('of more than so many the oldest go', async () => {
    const opened = await open({ most: 2 });
    const ids = [attempt(opened), attempt(opened), attempt(opened)];
    await opened.trails.flush();
    await opened.trails.sweep();
    expect(await idsOf(opened)).toEqual([ids[2], ids[1]]);
    const fourth = attempt(opened);
    await opened.trails.flush();
    await opened.trails.sweep();
    expect(await idsOf(opened)).toEqual([fourth, ids[2]]);
  });

  test('where none are to be kept none are written, and those that were go', async () => {
    const opened = await open({ most: 0 });
    await insertParts(opened.db, [part('att_000000000001')]);
    attempt(opened);
    await opened.trails.flush();
    expect(await idsOf(opened)).toEqual(['att_000000000001']);
    await opened.trails.sweep();
    expect(await idsOf(opened)).toEqual([]);
  });

  test('a row is bounded: the last steps are left out and counted', async () => {
    const { db } = await open();
    const step = { code: 'sessions-ended', count: 1, why: 'password-changed', ms: 0.1 } as const;
    await insertParts(db, [{ ...part('att_000000000002'), steps: Array.from({ length: 400 }, () => step) }]);
    const row = await db.selectFrom('trail_parts').select('steps').executeTakeFirstOrThrow();
    expect(row.steps.length).toBeLessThanOrEqual(8192);
    const trail = await findTrail(db, 'att_000000000002');
    expect(trail?.parts[0]?.steps.at(-1)).toMatchObject({ code: 'steps-left-out' });
  });

  test('what only a newer version could have written is left out', async () => {
    const { db } = await open();
    await insertParts(db, [part('att_000000000003')]);
    const steps = JSON.stringify([
      { code: 'from-tomorrow', ms: 1 },
      { code: 'password-weak', ms: 2 },
    ]);
    await db.updateTable('trail_parts').set({ steps }).execute();
    const trail = await findTrail(db, 'att_000000000003');
    expect(trail?.parts[0]?.steps).toEqual([{ code: 'password-weak', ms: 2 }]);
  });
});

const part = (trailId: string): TrailPart => ({
  id: newId(),
  trailId,
  kind: 'login',
  accountId: null,
  at: 0,
  outcome: 'refused',
  steps: [],
});
