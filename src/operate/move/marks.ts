import type { Db, ExactDatabase } from '../../kit/db/index.ts';
import type { MovesTable } from './table.ts';

/** The server must not start on this database: its data has moved away, or hasn't arrived completely. */
export interface MoveInTheWay {
  readonly reason: 'moved' | 'being-filled';
  /** The other database, without a password. */
  readonly peer: string;
  readonly at: number;
}

/** The cause and the fix, for an operator. */
export function moveInWords({ reason, peer, at }: MoveInTheWay): [cause: string, fix: string] {
  return reason === 'moved'
    ? [
        `This data was moved to ${peer} on ${new Date(at).toISOString().slice(0, 10)}.`,
        'Use the new database, or run "latchkey move --reopen" to use this one again.',
      ]
    : [
        `A move from ${peer} to this database hasn't finished.`,
        'Run the same "latchkey move" there again to finish it.',
      ];
}

/** The same on one line. */
export const moveSentence = (move: MoveInTheWay): string => moveInWords(move).join(' ');

/** Undefined when a server may start on this database. */
export async function findMoveInTheWay(db: Db): Promise<MoveInTheWay | undefined> {
  const marks = await db.selectFrom('moves').selectAll().execute();
  const moved = marks.find(({ role, state }) => role === 'source' && state === 'done');
  if (moved) return { reason: 'moved', peer: moved.peer, at: moved.at };
  const filled = marks.find(({ role, state }) => role === 'target' && state === 'begun');
  return filled && { reason: 'being-filled', peer: filled.peer, at: filled.at };
}

/**
 * The same for a running server. `cause` is a label for metrics, `reason` is public, and `detail` names the other
 * database, for the log only.
 */
export async function findObstacle(
  db: Db,
): Promise<{ cause: string; reason: string; detail: string } | undefined> {
  const move = await findMoveInTheWay(db);
  if (!move) return undefined;
  const reason =
    move.reason === 'moved'
      ? 'The data was moved to another database. The log says which.'
      : "A move to this database hasn't finished. The log says where it comes from.";
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

/** Replaces the existing mark. */
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

/** Throws what a write to the database would throw, without changing anything. */
export async function tryWriting(database: ExactDatabase): Promise<void> {
  const takenBack = new Error('Rolled back.');
  const attempt = database.inTransaction(async () => {
    await deleteMark(database, 'target');
    throw takenBack;
  });
  await attempt.catch((error: unknown) => {
    if (error !== takenBack) throw error;
  });
}
