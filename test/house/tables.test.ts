import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../scripts/check/project-files.ts';
import { findTableFaults } from '../../scripts/check/table-rules.ts';

const table = (names: string) =>
  `declare module '../../kit/db/tables.ts' { interface Tables {\n${names}\n} }`;

/** A house with the tables `sessions`, `emails` and `login_attempts`, and this file besides. */
const faultsOf = (path: string, source: string, joins: Parameters<typeof findTableFaults>[1] = []) =>
  findTableFaults(
    new Map([
      ['src/people/sessions/table.ts', table('    sessions: SessionsTable;')],
      ['src/people/emails/table.ts', table('    emails: EmailsTable;')],
      ['src/people/attempts/table.ts', table('    login_attempts: LoginAttemptsTable;')],
      [path, source],
    ]),
    joins,
  );

test('the house names each table in its room, and keeps no entry of the list for nothing', () => {
  const files = listFiles(/^src\//).map((path) => [path, readFileSync(path, 'utf8')] as const);
  expect(findTableFaults(new Map(files))).toEqual([]);
});

describe('outside its room a table is named by', () => {
  test.each([
    ["db.selectFrom('sessions').selectAll()"],
    ["db.selectFrom('sessions as s').selectAll()"],
    ["db.selectFrom(['accounts as a', 'sessions'])"],
    ["exists(selectFrom('sessions').select('id'))"],
    ["tx.insertInto('sessions')"],
    ["tx.updateTable('sessions').from('accounts')"],
    ["tx.deleteFrom('accounts').using('sessions')"],
    ["db.selectFrom('accounts as a').innerJoin('sessions as s', 's.account_id', 'a.id')"],
    ["db.selectFrom('accounts').leftJoin('sessions', 'account_id', 'id')"],
    ["database.compact(['sessions'])"],
    [`sql\`select * from \${sql.table('sessions')}\``],
    [`sql\`select \${1} from sessions\`.execute(db)`],
    ['db.where(sql`exists (select 1 from "sessions")`)'],
    ["database.run('delete from sessions where id = ?', [id])"],
    [`database.run(\`\n  UPDATE sessions SET device = \${1}\`)`],
    ["database.run('truncate sessions')"],
    ["database.run('select 1 from public.sessions')"],
    ['db.deleteFrom(`sessions`)'],
    ["{ const table = 'sessions'; return db.deleteFrom(table); }"],
    ["{ const table = 'sessions' as const; return db.deleteFrom(table); }"],
  ])('%s', (source) => {
    expect(faultsOf('src/login/a.ts', `export const a = () => ${source};`)).toEqual([
      expect.stringMatching(/^src\/login\/a\.ts:\d+: the table sessions belongs to src\/people\/sessions\/$/),
    ]);
  });

  test.each([
    ["db.selectFrom('login_attempts')"],
    ["['login_attempts'] as const"],
    ["({ 'login_attempts': 1 })"],
    ["sweepTable('login_attempts')"],
  ])('%s, since such a name is no word', (source) => {
    expect(faultsOf('src/login/a.ts', `export const a = () => ${source};`)).toHaveLength(1);
  });

  test('each of a list that holds nothing else', () => {
    const source = "for (const table of ['sessions', 'emails'] as const) db.deleteFrom(table);";
    expect(faultsOf('src/login/a.ts', source)).toHaveLength(2);
  });

  test('each place, with its line', () => {
    const source = "\ndb.selectFrom('sessions');\n\ndb.selectFrom('emails');\n";
    expect(faultsOf('src/login/a.ts', source)).toEqual([
      expect.stringContaining('src/login/a.ts:2: the table sessions'),
      expect.stringContaining('src/login/a.ts:4: the table emails'),
    ]);
  });
});

describe('allowed is', () => {
  test.each([
    ['its own room', 'src/people/sessions/store.ts', "db.selectFrom('sessions')"],
    ['a folder of it', 'src/people/sessions/old/store.ts', "db.selectFrom('sessions')"],
    ['a migration', 'src/migrations/0099-a.ts', "db.selectFrom('sessions')"],
    ['a test', 'src/login/a.test.ts', "db.selectFrom('sessions')"],
    ['what lies outside src/', 'bench/a.ts', "db.selectFrom('sessions')"],
    ['a table of nobody', 'src/login/a.ts', "db.selectFrom('sqlite_schema')"],
    ['a word', 'src/login/a.ts', "say('sessions', 'Links from emails: select one.')"],
    ['a list of words', 'src/login/a.ts', "const parts = ['sessions', 'emails', 'words'] as const;"],
    ['a name that begins alike', 'src/login/a.ts', "db.selectFrom('sessions_of_old')"],
  ])('%s', (_, path, source) => {
    expect(faultsOf(path, `${source};`)).toEqual([]);
  });

  test('a join that stands in the list, by its file or by a folder above, and no other table there', () => {
    const source = "db.selectFrom('sessions').innerJoin('emails', 'account_id', 'account_id');";
    const join = { where: 'src/login/a.ts', tables: ['sessions', 'emails'], reason: 'it is hot' };
    expect(faultsOf('src/login/a.ts', source, [join])).toEqual([]);
    expect(faultsOf('src/login/a.ts', source, [{ ...join, where: 'src/login/', tables: 'all' }])).toEqual([]);
    expect(faultsOf('src/login/a.ts', source, [{ ...join, tables: ['sessions'] }])).toEqual([
      expect.stringContaining('src/login/a.ts:1: the table emails'),
    ]);
  });
});

test('an entry of the list that names nothing any more is refused', () => {
  const joins = [
    { where: 'src/login/a.ts', tables: ['sessions', 'emails'], reason: 'it was hot' },
    { where: 'src/operate/', tables: 'all', reason: 'it looked at everything' },
  ] as const;
  expect(faultsOf('src/login/a.ts', "db.selectFrom('emails');", joins)).toEqual([
    expect.stringContaining('src/login/a.ts no longer uses sessions'),
    expect.stringContaining('src/operate/ no longer uses any table'),
  ]);
});
