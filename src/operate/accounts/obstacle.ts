import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../../kit/duration.ts';
import type { Services } from '../../kit/services.ts';
import { probeWrites } from '../../people/limits/index.ts';
import { findMoveInTheWay, moveSentence } from '../move/index.ts';

/** A database that holds a write longer than this is as good as locked. */
const patience = seconds(6);

/**
 * Why no server can let anybody in with this data, and what to do about it, in sentences: it was moved away, or takes no
 * writes now. Undefined where one can. What such a server notes waits in its memory, so no trail tells of it.
 */
export async function findObstacleNow({
  database,
  db,
  clock,
  words,
}: Pick<Services, 'database' | 'db' | 'clock' | 'words'>): Promise<string | undefined> {
  const move = await findMoveInTheWay(db);
  if (move) return moveSentence(move);
  const written = probeWrites(db, clock()).then(
    () => undefined,
    (error: unknown) => database.troubleOf(error),
  );
  const trouble = await Promise.race([written, pause(patience, 'busy' as const, { ref: false })]);
  return trouble && words.why.early.noWrites(trouble);
}
