import { randomUUID } from 'node:crypto';
import type { ExactDatabase, ExactRow, TableLayout, UnfitRow } from '../../kit/db/index.ts';
import { readMark, writeMark } from './marks.ts';
import { type Survey, survey } from './survey.ts';
import type { MovesTable } from './table.ts';

export interface MoveOptions {
  readonly source: ExactDatabase;
  /** Undefined in a dry run when there's no target yet. */
  readonly target: ExactDatabase | undefined;
  /** The tables in the order they're copied. */
  readonly tables: readonly TableLayout[];
  /** How to name both, without a password. */
  readonly names: { readonly source: string; readonly target: string };
  readonly dryRun: boolean;
  readonly now: number;
  /** Called when the target is accepted, before anything is written to it. Throwing ends the move. */
  onAccepted?(): void;
  /** Called with the progress of each phase, in rows. */
  onProgress?(phase: MovePhase, done: number, total: number): void;
}

export type MovePhase = 'reading' | 'copying' | 'comparing';

export type MoveResult =
  | { readonly outcome: 'moved' | 'would-move'; readonly survey: Survey; readonly resumed: boolean }
  | { readonly outcome: 'moved-before'; readonly at: number }
  /** Nothing was written. */
  | { readonly outcome: 'unfit'; readonly count: number; readonly named: readonly UnfitRow[] }
  | { readonly outcome: 'source-moved'; readonly peer: string; readonly at: number }
  /** A move into the source never finished, so it contains only part of the data. */
  | { readonly outcome: 'source-unfinished'; readonly peer: string }
  | { readonly outcome: 'target-in-use'; readonly reason: string }
  /** Both sides differ in these tables. The next run copies everything again. */
  | { readonly outcome: 'differs'; readonly tables: readonly string[] };

interface Progress {
  readonly survey: Survey;
  /** The index of the table that's being copied, and its last key in the target. */
  readonly place: number;
  readonly after: readonly (string | null)[] | null;
  readonly copied: number;
}

/**
 * Copies every row of the source to an empty target, compares both and marks the source as moved. Each page is written
 * together with the progress, so an interrupted move continues where it stopped. If the source has changed since, it
 * starts over. The source is only marked, never changed.
 */
export async function moveData(options: MoveOptions): Promise<MoveResult> {
  const { source, target, tables, dryRun } = options;
  const standing = await judge(options);
  if ('outcome' in standing) return standing;

  options.onAccepted?.();
  const moveId = standing.moveId;
  if (!dryRun) {
    // Before the lock, which is held to the end. Otherwise an operator would have to empty an interrupted target.
    await writeMark(source, markOf(options, 'source', moveId, standing.sourceState));
  }
  await source.lockForReading(tables);
  const unfit = { count: 0, named: await source.orphans() };
  unfit.count = unfit.named.length;
  const wanted = await survey(source, tables, {
    unfit,
    onRows: counter(options, 'reading', await countRows(source, tables)),
  });
  if (unfit.count > 0) return { outcome: 'unfit', ...unfit };
  if (dryRun || !target) return { outcome: 'would-move', survey: wanted, resumed: standing.resumed };

  const resumed = await copy({ ...options, target }, moveId, wanted);
  const total = rowsIn(wanted);
  const found = await survey(target, tables, { onRows: counter(options, 'comparing', total) });
  const differing = tables.map(({ name }) => name).filter((name) => !isSame(wanted, found, name));
  if (differing.length > 0) {
    await writeMark(target, markOf(options, 'target', moveId, 'begun'));
    return { outcome: 'differs', tables: differing };
  }
  // A server that was idle or away at the start would keep writing to the source.
  await source.requireAlone();
  // If interrupted between the two, no server starts on either until the move runs again. In the other order, servers
  // could start on both.
  await writeMark(source, markOf(options, 'source', moveId, 'done'));
  await source.release();
  await writeMark(target, markOf(options, 'target', moveId, 'done'));
  return { outcome: 'moved', survey: wanted, resumed };
}

async function countRows(database: ExactDatabase, tables: readonly TableLayout[]): Promise<number> {
  let sum = 0;
  for (const { name } of tables) {
    const [found] = await database.run(`select count(*) as rows from "${name}"`);
    sum += Number(found?.rows);
  }
  return sum;
}

interface Standing {
  readonly moveId: string;
  readonly sourceState: MovesTable['state'];
  readonly resumed: boolean;
}

/** Whether this source can be copied to the target. */
async function judge({ source, target, tables }: MoveOptions): Promise<Standing | MoveResult> {
  const filled = await readMark(source, 'target');
  if (filled?.state === 'begun') return { outcome: 'source-unfinished', peer: filled.peer };
  const from = await readMark(source, 'source');
  const to = target && (await readMark(target, 'target'));
  const isOurs = from !== undefined && to?.move_id === from.move_id;
  if (isOurs && to.state === 'done') {
    if (from.state === 'done') return { outcome: 'moved-before', at: to.at };
    return {
      outcome: 'target-in-use',
      reason: 'It already contains this data from an earlier move, and the source was reopened since.',
    };
  }
  if (from?.state === 'done' && !isOurs) return { outcome: 'source-moved', peer: from.peer, at: from.at };
  if (isOurs) return { moveId: from.move_id, sourceState: from.state, resumed: true };
  if (to?.state === 'begun') {
    return { outcome: 'target-in-use', reason: `A move from ${to.peer} to it hasn't finished.` };
  }
  for (const table of target ? tables : []) {
    const rows = target ? await countRows(target, [table]) : 0;
    if (rows > 0) {
      return {
        outcome: 'target-in-use',
        reason: `It already contains data (${rows} ${rows === 1 ? 'row' : 'rows'} in ${table.name}).`,
      };
    }
  }
  return { moveId: randomUUID(), sourceState: 'begun', resumed: false };
}

async function copy(
  options: MoveOptions & { target: ExactDatabase },
  moveId: string,
  wanted: Survey,
): Promise<boolean> {
  const { source, target, tables } = options;
  const before = readProgress((await readMark(target, 'target'))?.progress);
  const isGoingOn = before !== undefined && JSON.stringify(before.survey) === JSON.stringify(wanted);
  const write = (progress: Progress) =>
    writeMark(target, { ...markOf(options, 'target', moveId, 'begun'), progress: JSON.stringify(progress) });
  let progress: Progress = isGoingOn ? before : { survey: wanted, place: 0, after: null, copied: 0 };
  if (!isGoingOn) {
    await target.inTransaction(async () => {
      for (const { name } of [...tables].reverse()) await target.run(`delete from "${name}"`);
      // The next server there indexes all accounts, should the move end before it has done so.
      await target.run('delete from search_state');
      await write(progress);
    });
  }
  const tell = counter(options, 'copying', rowsIn(wanted));
  tell(progress.copied);
  for (const [place, table] of [...tables.entries()].slice(progress.place)) {
    const after = place === progress.place ? progress.after : null;
    for await (const page of source.pages(table, after ? exactKey(table, after) : undefined)) {
      const last = table.key.map(
        (part) => page.at(-1)?.[table.columns.findIndex(({ name }) => name === part)]?.toString() ?? null,
      );
      progress = { survey: wanted, place, after: last, copied: progress.copied + page.length };
      await target.inTransaction(async () => {
        await target.insert(table, page);
        await write(progress);
      });
      tell(page.length);
    }
  }
  return isGoingOn && before.copied > 0;
}

function exactKey({ columns, key }: TableLayout, after: readonly (string | null)[]): ExactRow {
  return after.map((value, at) => {
    const kind = columns.find(({ name }) => name === key[at])?.kind;
    return value === null || kind === 'text' ? value : BigInt(value);
  });
}

function readProgress(text: string | undefined): Progress | undefined {
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Progress);
}

function markOf(
  { names, now }: MoveOptions,
  role: MovesTable['role'],
  moveId: string,
  state: MovesTable['state'],
): MovesTable {
  const peer = role === 'source' ? names.target : names.source;
  return { role, move_id: moveId, peer, state, progress: '', at: now };
}

export const rowsIn = (sums: Survey): number => Object.values(sums).reduce((sum, { rows }) => sum + rows, 0);

const isSame = (one: Survey, other: Survey, name: string): boolean =>
  one[name]?.rows === other[name]?.rows && one[name]?.checksum === other[name]?.checksum;

function counter({ onProgress }: MoveOptions, phase: MovePhase, total: number) {
  let done = 0;
  return (rows: number): void => {
    done += rows;
    onProgress?.(phase, done, total);
  };
}
