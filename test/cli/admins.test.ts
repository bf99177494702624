import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import { newId } from '../../src/kit/ids.ts';
import { admitForOperator, insertAccount } from '../../src/people/accounts/index.ts';
import { run } from './command-line.ts';

/** Each command line is a process of its own. */
vi.setConfig({ testTimeout: 120_000 });

describe('latchkey admins and roles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-admins-'));
  const secret = 'mdq8R4sVb2Xn7Lw0TzKe5Yc9HuGf3JpA6iEo1DkQ';
  const env = { PATH: process.env.PATH ?? '', LATCHKEY_DATA_DIR: folder, LATCHKEY_SECRET_KEY: secret };
  const latchkey = async (...args: string[]) => {
    const { exitCode, out, err } = await run(args, env);
    return { exitCode, out, err: err.replace(/^Data: .*\n/, '') };
  };

  beforeAll(async () => {
    expect((await latchkey('migrate')).exitCode).toBe(0);
    const database = openDatabase({ file: join(folder, 'latchkey.sqlite') });
    await inTransaction(database.db, async (tx) => {
      const times = { created_at: 1, updated_at: 1, last_login_at: null };
      for (const username of ['ada', 'grace'])
        await insertAccount(
          tx,
          { id: newId(), username, username_key: username, data: '{}', ...times },
          admitForOperator('import'),
          [],
        );
    });
    await database.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('administrators come and go, and the last one stays', async () => {
    expect(await latchkey('admins', 'list')).toEqual({
      ...{ exitCode: 0, err: '' },
      out: 'No administrators yet. Add one with "latchkey admins add NAME".\n',
    });
    const added = await latchkey('admins', 'add', 'ada');
    expect(added.out).toMatch(
      /^ada is an administrator now\.\nNext: sign in at \S+\/login\?next=\/admin\. It asks for a second factor, and adds one if there is none\.\n$/,
    );
    expect((await latchkey('admins', 'add', 'ada')).out).toBe(
      'ada is an administrator already. Nothing was changed.\n',
    );
    expect((await latchkey('admins', 'list')).out).toMatch(
      /^Username +Role +Last sign-in \(UTC\) +Notes\nada +administrator +never +no second factor yet\n$/,
    );
    expect(await latchkey('admins', 'remove', 'ada')).toEqual({
      ...{ exitCode: 1, out: '' },
      err: 'Without this account nobody could administer this server.\nMake someone else an administrator first.\n',
    });
    expect((await latchkey('admins', 'remove', 'grace')).out).toBe(
      "grace isn't an administrator. Nothing was changed.\n",
    );
    const unknown = await latchkey('admins', 'add', 'nobody');
    expect([unknown.exitCode, unknown.err]).toEqual([
      1,
      expect.stringContaining('No account named "nobody"'),
    ]);
  });

  test('roles are created, granted for a time, changed and deleted, each in the audit log', async () => {
    expect((await latchkey('roles', 'create', 'editor')).out).toBe(
      'Created the role editor for apps. Grant it with "latchkey roles grant NAME editor".\n',
    );
    const desk = ['--permission', 'accounts:read', '--permission', 'accounts:unlock'];
    expect((await latchkey('roles', 'create', 'helpdesk', ...desk)).exitCode).toBe(0);
    expect((await latchkey('roles', 'grant', 'grace', 'helpdesk', '--for', '30d')).out).toMatch(
      /^grace has the role helpdesk now until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n$/,
    );
    expect((await latchkey('roles', 'list')).out).toMatch(
      /^helpdesk +admin +1 account +accounts:read accounts:unlock$/m,
    );
    expect((await latchkey('roles', 'set', 'helpdesk', '--permission', 'accounts:read')).out).toBe(
      'Changed the role helpdesk.\n',
    );
    expect((await latchkey('roles', 'delete', 'helpdesk')).out).toBe(
      'Deleted the role helpdesk. Took it from 1 account.\n',
    );
    const { out } = await latchkey('audit', 'list', '--json');
    expect([...out.matchAll(/"act":"([\w-]+)"/g)].map(([, act]) => act)).toEqual([
      ...['role-deleted', 'role-changed', 'role-granted', 'role-created', 'role-created', 'role-granted'],
    ]);
    expect(out).not.toMatch(/"(?:detail|reason)":[^}]*grace/);
  });

  test.each([
    [['roles', 'create', 'Help Desk'], 1, /^A role needs a name of 1 to 50 characters/],
    [['roles', 'create', 'all', '--permission', 'everything'], 1, /^There is no permission `everything`\.\n/],
    [['roles', 'delete', 'support'], 1, /^`support` is built in/],
    [['roles', 'grant', 'ada', 'nothing'], 1, /^There is no role named `nothing`\.\n/],
    [['roles', 'grant', 'ada', 'support', '--for', 'ever'], 2, /^--for must be a duration such as 30d/],
    [['roles', 'set', 'editor'], 2, /^No permission was given\.\n/],
  ])('%j is refused with what to do', async (args, exitCode, err) => {
    expect(await latchkey(...args)).toEqual({ exitCode, out: '', err: expect.stringMatching(err) });
  });
});
