import { vi } from 'vitest';
import type { Database, Db, Migration } from '../../src/kit/db/index.ts';
import { migrate } from '../../src/kit/db/index.ts';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly dataType: string;
  readonly isNullable: boolean;
  readonly hasDefaultValue: boolean;
}

/** What an older version, which knows nothing of a step, finds and does not find any more. */
interface Known {
  readonly tables: ReadonlySet<string>;
  readonly columns: ReadonlyMap<string, Column>;
}

/**
 * Takes all steps, and answers what each with `readableBy` does that a version without the step can't work with: whatever
 * isn't plainly an addition. An older version writes rows without the new columns, deletes what others refer to, and
 * reads every table as it was.
 */
export async function breaksForOlder(database: Database, steps: readonly Migration[]): Promise<string[]> {
  const breaks: string[] = [];
  for (const [at, step] of steps.entries()) {
    const taken = steps.slice(0, at).map(({ name, up }) => ({ name, up }));
    const before = await known(database.db);
    const statements: string[] = [];
    const watched = { name: step.name, up: (db: Db) => watch(db, statements, () => step.up(db)) };
    await migrate(database, [...taken, watched], 0);
    if (step.readableBy === undefined) continue;
    const found = [
      ...changed(before, await known(database.db)),
      ...statements.filter((one) => !adds(one, before)),
    ];
    if (!/^\d+\.\d+\.\d+$/.test(step.readableBy)) found.push(`"${step.readableBy}" is no version`);
    breaks.push(...found.map((what) => `${step.name}: ${what}`));
  }
  return breaks;
}

async function known(db: Db): Promise<Known> {
  const tables = await db.introspection.getTables();
  const columns = tables.flatMap(({ name: table, columns }) =>
    columns.map(({ name, dataType, isNullable, hasDefaultValue }) => {
      return [`${table}.${name}`, { table, name, dataType, isNullable, hasDefaultValue }] as const;
    }),
  );
  return { tables: new Set(tables.map(({ name }) => name)), columns: new Map(columns) };
}

function changed(before: Known, after: Known): string[] {
  const lost = [...before.columns].flatMap(([name, column]) => {
    const now = after.columns.get(name);
    if (now === undefined) return [`${name} is gone`];
    return JSON.stringify(now) === JSON.stringify(column) ? [] : [`${name} is another`];
  });
  const needed = [...after.columns].filter(
    ([name, { table, isNullable, hasDefaultValue }]) =>
      before.tables.has(table) && !before.columns.has(name) && !isNullable && !hasDefaultValue,
  );
  return [...lost, ...needed.map(([name]) => `${name} must be given`)];
}

async function watch(db: Db, statements: string[], work: () => Promise<void>): Promise<void> {
  // On the class: each statement may have an executor of its own.
  let owner = Object.getPrototypeOf(db.getExecutor());
  while (!Object.hasOwn(owner, 'executeQuery')) owner = Object.getPrototypeOf(owner);
  const sent = vi.spyOn(owner, 'executeQuery');
  try {
    await work();
    statements.push(...sent.mock.calls.map(([query]) => plain((query as { sql: string }).sql)));
  } finally {
    sent.mockRestore();
  }
}

function plain(statement: string): string {
  const bare = statement.replaceAll(/--.*$/gm, '').replaceAll(/["`]/g, '').replaceAll(/\s+/g, ' ');
  return bare.trim().replace(/ ?;$/, '').toLowerCase();
}

/** Whether a statement is known to be an addition; what isn't known is none. */
function adds(statement: string, before: Known): boolean {
  if (statement.includes(';')) return false;
  const table =
    /^(?:create table|create (?:unique )?index .+? on|alter table|insert into|update) (?:if not exists |only )?([\w.]+)/.exec(
      statement,
    )?.[1];
  if (/^(select|pragma) /.test(statement)) return true;
  if (table === undefined || !leavesDeletionsAlone(statement)) return false;
  if (!before.tables.has(table)) return true;
  if (statement.startsWith('create index ')) return true;
  if (statement.startsWith('alter table ')) return addsColumn(statement);
  if (statement.startsWith('update ')) return fillsNewColumns(statement, table, before);
  return false;
}

/** A row that an older version deletes must not be held by one that it doesn't know. */
function leavesDeletionsAlone(statement: string): boolean {
  const references = statement.match(/\breferences\b/g)?.length ?? 0;
  return references === (statement.match(/\bon delete (cascade|set null)\b/g)?.length ?? 0);
}

function addsColumn(statement: string): boolean {
  const isOne = /^alter table \S+ add column \S+ \w/.test(statement);
  return isOne && !/\b(unique|primary key|constraint|check|drop|rename|alter column)\b/.test(statement);
}

function fillsNewColumns(statement: string, table: string, before: Known): boolean {
  const [, assignments = ''] = /^update \S+ set (.+?)(?: where | from |$)/.exec(statement) ?? [];
  const names = [...assignments.matchAll(/(?:^|, ?)(\w+) ?= ?/g)].map(([, name = '']) => name);
  return names.length > 0 && names.every((name) => !before.columns.has(`${table}.${name}`));
}
