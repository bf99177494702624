import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { inTransaction, migrate, openDatabase } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { migrations } from '../../migrations/index.ts';
import { admitForOperator } from './admission.ts';
import { checkLook, imitates, imitatesNow } from './lookalikes.ts';
import { deleteAccount, insertAccount } from './store.ts';
import { checkUsername, usernameKey } from './username.ts';

const nameOf = (username: string) => ({ username, key: usernameKey(username) });

function lookOf(typed: string, reserved: string[] = []): string {
  const rules = { minLength: 1, maxLength: 64, characters: 'unicode', reserved } as const;
  const checked = checkUsername(typed, rules);
  if (!checked.ok) return checked.code;
  const look = checkLook(checked, reserved);
  return look.ok ? 'ok' : look.code;
}

describe('S17 a new username', () => {
  test.each([
    ...['soham', 'José', 'Straße', 'þór', 'user1', 'rn', 'modern', '123', 'x_1.y-2'],
    ...['Ольга', 'ёлка', 'їжак', 'Влад1', 'σωκράτης', 'ქართული', 'Հայկ', 'שלום', 'سارة', 'محمد٣', 'علی'],
    ...[
      'अनिल',
      'नमस्ते१',
      'ไทย',
      '张伟明',
      '李小龙x',
      'tanaka太郎さん',
      'サクラ漢',
      '김철수kim',
      'ㄅㄆ漢',
      'ｓｏｈａｍ',
    ],
  ])('%s is of one script, or of some that are written together', (name) => {
    expect(lookOf(name)).toBe('ok');
  });

  test.each([
    ...[
      'аdmin',
      'pаypal',
      'sоham',
      'Δelta',
      'abc١',
      'Ivan_Петров',
      'αбв',
      'ПривітBob',
      'さくраз',
      'ᎪᏴdmin',
      'ꓐob',
    ],
  ])('%s mixes scripts and is refused', (name) => {
    expect(lookOf(name)).toBe('mixed-scripts');
  });

  test.each([
    ...['adrnin', 'rnoderator', 'r00t', 'he1p', '1nfo', 'ADMlN', 'SUPP0RT', 'suppοrt', 'οwner', 'ɑdmin'],
  ])('%s looks like a reserved one, or mixes scripts to', (name) => {
    expect(['looks-reserved', 'mixed-scripts']).toContain(lookOf(name));
  });

  test("that looks like one of the site's own reserved words is refused", () => {
    expect(lookOf('сосо', ['coco'])).toBe('looks-reserved');
    expect(lookOf('ｃｏｃｏ', ['coco'])).toBe('reserved');
    expect(lookOf('сосо')).toBe('ok');
  });
});

const account = (username: string) => ({
  id: newId(),
  username,
  username_key: usernameKey(username),
  data: '{}',
  created_at: 1,
  updated_at: 1,
  last_login_at: null,
});

eachDatabase('S17 a name beside those that are registered', (make) => {
  test.each([
    ['coco', 'сосо', true],
    ['hat', 'НАТ', true],
    ['НАР', 'hap', true],
    ['сосо', 'COCO', true],
    ['user1', 'userl', false],
    ['modem', 'modern', false],
    ['111', 'lll', false],
    ['علي', 'علی', false],
  ])('%s and %s: is the second refused? %s', async (first, second, isRefused) => {
    const { db } = await make();
    const row = account(first);
    await inTransaction(db, (tx) => insertAccount(tx, row, admitForOperator('create'), []));
    expect(await imitates(db, nameOf(second))).toBe(isRefused);
    expect(await imitates(db, nameOf(first)), 'that very name is taken, and imitates nobody').toBe(false);
    await inTransaction(db, (tx) => deleteAccount(tx, row.id));
    expect(await imitates(db, nameOf(second)), 'it is free again').toBe(false);
  });

  test('V15.4.2 of many who register twins at once, those of one script alone get in', async () => {
    const { db } = await make();
    const names = Array.from({ length: 24 }, (_, at) => (at % 2 ? 'сосо' : 'coco'));
    const register = (name: string) =>
      inTransaction(db, async (tx) => {
        if (await imitatesNow(tx, nameOf(name))) return undefined;
        return (await insertAccount(tx, account(name), admitForOperator('create'), [])) ? name : undefined;
      });
    const made = (await Promise.all(names.map(register))).filter((name) => name !== undefined);
    expect(made).toHaveLength(1);
  });

  test('that was there before the rule stays, and is not imitated', async () => {
    const database = openDatabase(await make.location());
    try {
      await migrate(
        database,
        migrations.filter(({ name }) => name < '0018'),
        0,
      );
      const old = Array.from({ length: 2500 }, (_, at) => account(at === 2400 ? 'аdmin' : `name-${at}`));
      for (let at = 0; at < old.length; at += 250) {
        const rows = old
          .slice(at, at + 250)
          .map((row) => ({ ...row, data_version: 1, second_factor_required: 0 }));
        await database.db.insertInto('accounts').values(rows).execute();
      }
      await migrate(database, migrations, 0);
      expect(await imitates(database.db, nameOf('admin'))).toBe(true);
      expect(await imitates(database.db, nameOf('name-2499'))).toBe(false);
      const { count } = await database.db
        .selectFrom('username_lookalikes')
        .select((row) => row.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      expect(count).toBeGreaterThanOrEqual(2500);
    } finally {
      await database.close();
    }
  });
});
