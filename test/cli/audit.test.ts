import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import { newId } from '../../src/kit/ids.ts';
import { admitForOperator, insertAccount } from '../../src/people/accounts/index.ts';
import { appendAudit } from '../../src/people/audit/index.ts';
import { keyIn, run } from './command-line.ts';

/** Each command line is a process of its own. */
vi.setConfig({ testTimeout: 120_000 });

describe('latchkey audit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-audit-'));
  const env = { PATH: process.env.PATH ?? '', LATCHKEY_DATA_DIR: folder };
  const file = join(folder, 'latchkey.sqlite');
  const latchkey = async (...args: string[]) => {
    const { exitCode, out, err } = await run(args, env);
    return { exitCode, out, err: err.replace(/^Data: .*\n/, '') };
  };
  const ids = { ada: newId(), grace: newId() };

  beforeAll(async () => {
    expect((await latchkey('migrate')).exitCode).toBe(0);
    const app = ['--kind', 'spa', '--redirect', 'https://shop.example.com/cb'];
    expect((await latchkey('apps', 'add', 'Shop', ...app)).exitCode).toBe(0);
    const database = openDatabase({ file });
    const secretKey = keyIn(env);
    await inTransaction(database.db, async (tx) => {
      const times = { created_at: 1, updated_at: 1, last_login_at: null };
      for (const [username, id] of Object.entries(ids)) {
        await insertAccount(
          tx,
          { id, username, username_key: username, data: '{}', ...times },
          admitForOperator('create'),
          [],
        );
      }
      await appendAudit(
        tx,
        { secretKey },
        {
          ...{ actor: { kind: 'person', id: ids.ada }, act: 'data-read', reason: 'Ticket 7' },
          ...{ target: { kind: 'account', id: ids.grace }, requestId: 'r', at: Date.parse('2026-01-31') },
          client: { address: '203.0.113.1', device: 'Firefox on Linux' },
        },
      );
    });
    await database.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('list shows what was done, newest first, by the present names', async () => {
    const { out, exitCode } = await latchkey('audit', 'list');
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^Row {2}Time \(UTC\).*\n2 +2026-01-31 00:00:00 +ada +Read an account's data +grace +Ticket 7\n1 +\S+ \S+ +latchkey apps +Added an app +Shop\n$/,
    );
  });

  test('list takes what fits all of its filters', async () => {
    const found = async (...filters: string[]) => {
      const { out } = await latchkey('audit', 'list', '--json', ...filters);
      return [...out.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
    };
    expect(await found('--actor', 'ada')).toEqual([2]);
    expect(await found('--target', ids.grace, '--act', 'data-read')).toEqual([2]);
    expect(await found('--act', 'app-added')).toEqual([1]);
    expect(await found('--since', '1h')).toEqual([1]);
    expect(await found('--since', '2026-01-31')).toEqual([2, 1]);
    expect(await found('--limit', '1')).toEqual([2]);
    expect(await found('--limit', '0', '--actor', 'grace')).toEqual([]);
    const { out } = await latchkey('audit', 'list', '--actor', 'grace');
    expect(out).toBe('No rows.\n');
    expect(await latchkey('audit', 'list', '--since', 'soon')).toEqual({
      ...{ exitCode: 2, out: '' },
      err: '--since must be a duration or a date, not "soon".\nUse 12h, 7d or 2026-01-31.\n',
    });
  });

  test('list --json says each row, and holds names only where it looks them up', async () => {
    const { out } = await latchkey('audit', 'list', '--json', '--limit', '1');
    expect(JSON.parse(out)).toEqual({
      ...{ seq: 2, at: '2026-01-31T00:00:00.000Z', act: 'data-read', reason: 'Ticket 7', detail: null },
      actor: { kind: 'person', id: ids.ada, name: 'ada' },
      target: { kind: 'account', id: ids.grace, name: 'grace' },
      ...{ address: '203.0.113.1', device: 'Firefox on Linux', requestId: 'r', hash: expect.any(String) },
    });
    const database = openDatabase({ file });
    const rows = JSON.stringify(await database.db.selectFrom('audit').selectAll().execute());
    await database.close();
    expect(rows).not.toMatch(/"ada"|"grace"|Shop/);
  });

  test('verify and head agree, without a person that was deleted too', async () => {
    const head = (await latchkey('audit', 'head')).out.trim();
    expect(head).toMatch(/^2:[0-9a-f]{64}$/);
    const whole = { exitCode: 0, out: `The audit log is whole: 2 rows. Head: ${head}\n`, err: '' };
    expect(await latchkey('audit', 'verify')).toEqual(whole);
    const database = openDatabase({ file });
    await database.db.deleteFrom('accounts').where('id', '=', ids.grace).execute();
    await database.close();
    expect(await latchkey('audit', 'verify', '--head', head)).toEqual(whole);
    expect((await latchkey('audit', 'list', '--target', ids.grace)).out).toContain(ids.grace);
    const refused = await latchkey('audit', 'verify', '--head', 'two');
    expect([refused.exitCode, refused.err]).toEqual([2, expect.stringContaining('--head must be SEQ:HASH')]);
  });

  test('verify says what is wrong, and exits with 1', async () => {
    const hash = '0'.repeat(64);
    const refused = async (...args: string[]) => {
      const { exitCode, err } = await latchkey('audit', 'verify', ...args);
      return [exitCode, err.split('\n')[0]];
    };
    expect(await refused('--head', `9:${hash}`)).toEqual([
      1,
      'The audit log ends at row 2, before the head that you kept (9).',
    ]);
    expect(await refused('--head', `1:${hash}`)).toEqual([
      1,
      'The audit log has another row 1 than the head that you kept.',
    ]);
    const database = openDatabase({ file });
    await database.db.updateTable('audit').set({ reason: 'Another' }).where('seq', '=', 2).execute();
    await database.close();
    expect(await refused()).toEqual([
      1,
      'The audit log is broken at row 2: it was changed, or written without the secret key.',
    ]);
  });
});
