import type { Db, ExactDatabase } from '../../kit/db/index.ts';
import type { MovesTable } from './table.ts';

/** A database must not be served: its data lives elsewhere now, or isn't all there yet. */
export interface MoveInTheWay {
  readonly reason: 'moved' | 'being-filled';
  /** The other database, without a password. */
  readonly peer: string;
  readonly at: number;
}

/** The same for whoever wants to start there, with what to do. */
export function moveSentence({ reason, peer, at }: MoveInTheWay): string {
  return reason === 'moved'
    ? `This data was moved to ${peer} on ${new Date(at).toISOString().slice(0, 10)}. Use the new place, or run "latchkey move --reopen" to use this one again.`
    : `This data is still being moved here from ${peer}. Run the same "latchkey move" there again to finish it.`;
}

/** Undefined when nothing is in the way of a server. */
export async function findMoveInTheWay(db: Db): Promise<MoveInTheWay | undefined> {
  const marks = await db.selectFrom('moves').selectAll().execute();
  const moved = marks.find(({ role, state }) => role === 'source' && state === 'done');
  if (moved) return { reason: 'moved', peer: moved.peer, at: moved.at };
  const filled = marks.find(({ role, state }) => role === 'target' && state === 'begun');
  return filled && { reason: 'being-filled', peer: filled.peer, at: filled.at };
}

/**
 * The same for a server that is running: `cause` is a word for metrics, `reason` may be told to everybody, and `detail`
 * names the other database, for the log alone.
 */
export async function findObstacle(
  db: Db,
): Promise<{ cause: string; reason: string; detail: string } | undefined> {
  const move = await findMoveInTheWay(db);
  if (!move) return undefined;
  const reason =
    move.reason === 'moved'
      ? 'The data was moved to another database. The log says where.'
      : 'The data is still being moved to this database. The log says from where.';
  return { cause: move.reason, reason, detail: moveSentence(move) };
}

export async function readMark(
  database: ExactDatabase,
  role: MovesTable['role'],
): Promise<MovesTable | undefined> {
  const [row] = await database.run('select move_id, peer, state, progress, at from moves where role = ?', [
    role,
  ]);
  if (!row) return undefined;
  const { move_id, peer, state, progress, at } = row;
  return {
    role,
    move_id: String(move_id),
    peer: String(peer),
    state: state === 'done' ? 'done' : 'begun',
    progress: String(progress),
    at: Number(at),
  };
}

/** Takes the place of the mark that was there. */
export async function writeMark(database: ExactDatabase, mark: MovesTable): Promise<void> {
  await database.run(
    `insert into moves (role, move_id, peer, state, progress, at) values (?, ?, ?, ?, ?, ?)
     on conflict (role) do update set move_id = excluded.move_id, peer = excluded.peer, state = excluded.state,
       progress = excluded.progress, at = excluded.at`,
    [mark.role, mark.move_id, mark.peer, mark.state, mark.progress, BigInt(mark.at)],
  );
}

export async function deleteMark(database: ExactDatabase, role: MovesTable['role']): Promise<void> {
  await database.run('delete from moves where role = ?', [role]);
}

/** Throws what writing to the database would, and writes nothing. */
export async function tryWriting(database: ExactDatabase): Promise<void> {
  const takenBack = new Error('It was taken back.');
  const attempt = database.inTransaction(async () => {
    await deleteMark(database, 'target');
    throw takenBack;
  });
  await attempt.catch((error: unknown) => {
    if (error !== takenBack) throw error;
  });
}
