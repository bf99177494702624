import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { type Database, inTransaction, migrate, openDatabase } from '../../kit/db/index.ts';
import { createLogger } from '../../kit/log.ts';
import { migrations } from '../../migrations/index.ts';
import { addCheck, checkOf } from '../installation/index.ts';
import { chainKey, hashOf, headMac } from './chain.ts';
import { type AuditAct, type AuditEntry, appendAudit, recordReading } from './index.ts';

const secretKey = 'a-key-of-tests-that-nobody-else-has';

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: { kind: 'person', id: 'ada' },
  act: 'data-read',
  target: { kind: 'account', id: 'grace' },
  reason: 'Asked for help',
  client: { address: '203.0.113.1', device: 'Firefox on Linux' },
  requestId: 'req-1',
  at: 7,
  ...more,
});

const append = ({ db }: Database, more?: Partial<AuditEntry>, key = secretKey) =>
  inTransaction(db, (tx) => appendAudit(tx, { secretKey: key }, entry(more)));

const rowsOf = ({ db }: Database) => db.selectFrom('audit').selectAll().orderBy('seq').execute();

/** A log that keeps its lines. */
function listen() {
  const lines: { msg: string; seq?: number; hash?: string }[] = [];
  const log = createLogger({ level: 'info', format: 'json', write: (line) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

eachDatabase('a row of the audit log', (make) => {
  test('V16.2.1 says who did what to what, why, when and from where, and follows the one before', async () => {
    const database = await make();
    const first = await append(database, { detail: { from: 'b', count: 2, all: true, none: null } });
    const second = await append(database, {
      actor: { kind: 'command', id: null },
      target: null,
      reason: null,
    });
    const [one, two] = await rowsOf(database);
    expect(one).toEqual({
      ...{ seq: 1, at: 7, actor_kind: 'person', actor_id: 'ada', act: 'data-read', target_kind: 'account' },
      ...{ target_id: 'grace', reason: 'Asked for help', address: '203.0.113.1', device: 'Firefox on Linux' },
      ...{ detail: '{"all":true,"count":2,"from":"b","none":null}', request_id: 'req-1', prev_hash: '' },
      hash: first.hash,
    });
    expect(two).toMatchObject({ seq: 2, actor_id: null, target_id: null, reason: null, detail: null });
    expect([two?.prev_hash, two?.hash]).toEqual([first.hash, second.hash]);
    const key = chainKey(secretKey);
    for (const row of [one, two]) expect(row && hashOf(key, row)).toBe(row?.hash);
    const head = await database.db.selectFrom('audit_head').selectAll().execute();
    expect(head).toEqual([{ id: 1, seq: 2, hash: second.hash, mac: headMac(key, second) }]);
  });

  test('needs the key: no plain hash of the row, and no other key, gives its hash', async () => {
    const database = await make();
    const { hash } = await append(database);
    const [row] = await rowsOf(database);
    if (!row) throw new Error('No row was written.');
    expect(hashOf(chainKey('another'), row)).not.toBe(hash);
    expect(hashOf(Buffer.alloc(0), row)).not.toBe(hash);
    expect(
      createHash('sha256')
        .update(JSON.stringify(Object.values(row)))
        .digest('hex'),
    ).not.toBe(hash);
  });

  test('is told to the log once it is kept, and never when its act is undone', async () => {
    const { db } = await make();
    const { log, lines } = listen();
    const undone = inTransaction(db, async (tx) => {
      await appendAudit(tx, { secretKey, log }, entry());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(lines).toEqual([]);
    const head = await inTransaction(db, async (tx) => {
      const appended = await appendAudit(tx, { secretKey, log }, entry());
      expect(lines, 'before the commit').toEqual([]);
      return appended;
    });
    expect(lines).toEqual([expect.objectContaining({ msg: 'audit head', seq: 1, hash: head.hash })]);
  });

  test('of a reading is one of its own', async () => {
    const database = await make();
    const reading = entry({ act: 'audit-read', target: { kind: 'audit', id: '1' } });
    await recordReading({ db: database.db, secretKey }, { ...reading, act: 'audit-read' });
    const acts: AuditAct[] = (await rowsOf(database)).map(({ act }) => act);
    expect(acts).toEqual(['audit-read']);
  });

  test('comes back as it was hashed, whatever the text is made of', async () => {
    const database = await make();
    const odd = 'half \ud800, nul \0, \u2028, "quoted", Ǆ and 🙂';
    await append(database, { reason: odd, detail: { odd, [odd]: 1e21, tiny: -0.000_000_1 } });
    const [row] = await rowsOf(database);
    expect(row && hashOf(chainKey(secretKey), row)).toBe(row?.hash);
    expect(row?.reason).toBe('half \ufffd, nul \ufffd, \u2028, "quoted", Ǆ and 🙂');
    await expect(append(database, { detail: { count: Number.NaN } })).rejects.toThrow('count is NaN.');
  });

  test('is refused under another secret key than the one of the database', async () => {
    const database = await make();
    await append(database);
    await addCheck(database.db, 'secretKey', checkOf(secretKey));
    await expect(append(database, {}, 'another-secret-key-than-before')).rejects.toThrow(
      'needs the secret key',
    );
    expect(await rowsOf(database)).toHaveLength(1);
  });

  describe('after a change from outside', () => {
    const changes: Readonly<Record<string, (database: Database) => Promise<unknown>>> = {
      'that took the newest row': ({ db }) => db.deleteFrom('audit').where('seq', '=', 3).execute(),
      'that took it and moved the head back': async (database) => {
        const [, second] = await rowsOf(database);
        await database.db.deleteFrom('audit').where('seq', '=', 3).execute();
        const head = { seq: 2, hash: second?.hash ?? '' };
        await database.db.updateTable('audit_head').set(head).execute();
      },
      'that took the head': ({ db }) => db.deleteFrom('audit_head').execute(),
      'that put a row behind it': async ({ db }) => {
        const [, , third] = await db.selectFrom('audit').selectAll().orderBy('seq').execute();
        if (third)
          await db
            .insertInto('audit')
            .values({ ...third, seq: 4 })
            .execute();
      },
    };

    test.each(Object.entries(changes))('%s it goes on, and a row says so for good', async (_name, change) => {
      const database = await make();
      for (let at = 1; at <= 3; at += 1) await append(database, { at });
      await change(database);
      const { log, lines } = listen();
      await inTransaction(database.db, (tx) => appendAudit(tx, { secretKey, log }, entry({ at: 9 })));
      const rows = (await rowsOf(database)).filter(({ at }) => at === 9);
      expect(rows.map(({ act, actor_kind }) => [act, actor_kind])).toEqual([
        ['audit-broken', 'server'],
        ['data-read', 'person'],
      ]);
      expect(lines.map(({ msg }) => msg)).toEqual([
        expect.stringContaining('changed from outside'),
        'audit head',
      ]);
      await append(database, { at: 10 });
      expect((await rowsOf(database)).filter(({ at }) => at === 10)).toHaveLength(1);
    });
  });

  test('50 at once, by two processes, make one chain without a gap', async () => {
    const location = await make.location();
    const database = openDatabase(location);
    try {
      await migrate(database, migrations, 0);
      const script = new URL('../../../test/support/audit-process.ts', import.meta.url).pathname;
      const run = () => promisify(execFile)(process.execPath, [script, JSON.stringify(location), secretKey]);
      await Promise.all([run(), run()]);
      const rows = await rowsOf(database);
      expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
      expect(rows.map(({ prev_hash }) => prev_hash)).toEqual([
        '',
        ...rows.slice(0, -1).map(({ hash }) => hash),
      ]);
      expect(new Set(rows.map(({ actor_id }) => actor_id)).size, 'processes').toBe(2);
      expect(rows.map(({ act }) => act)).not.toContain('audit-broken');
    } finally {
      await database.close();
    }
  });
});
