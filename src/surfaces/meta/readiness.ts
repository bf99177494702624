import { setTimeout as pause } from 'node:timers/promises';
import {
  type DatabaseTrouble,
  ForeignTableError,
  type Migration,
  NewerDatabaseError,
  OutdatedDatabaseError,
  requireMigrated,
} from '../../kit/db/index.ts';
import { seconds } from '../../kit/duration.ts';
import type { Services } from '../../kit/services.ts';
import { probeWrites } from '../../people/limits/index.ts';

export interface Program {
  readonly version: string;
  /** The steps that the database must have for the server to be ready. */
  readonly migrations: readonly Migration[];
  /** What keeps the server off this database though it works, such as a move of its data to another one. */
  findObstacle(): Promise<Obstacle | undefined>;
}

interface Obstacle {
  /** The label for metrics. */
  readonly cause: string;
  /** The public reason. */
  readonly reason: string;
  /** The reason for the log only. */
  readonly detail: string;
}

/** The minimum time between two checks of the database, in milliseconds. */
const between = seconds(1);

/** Load balancers check every few seconds and wait no longer than this for an answer. */
const patience = seconds(3);

const reasons: Readonly<Record<DatabaseTrouble, string>> = {
  unreachable: "The database isn't responding.",
  refused: 'The database refused the connection.',
  tls: "Couldn't connect to the database over trusted TLS.",
  'read-only': 'The database is read-only.',
  full: "The database's disk is full.",
  busy: 'The database is too busy.',
  failing: "The database's disk has errors.",
};

const unknownReason = "The database can't be used. The log says why.";

/**
 * Answers a function that says why no login could be completed now, or undefined when one could: the schema fits, the
 * data lives here, and a row was written a moment ago, the very kind that each login begins by writing. What it found is told to everybody
 * who asks within a second, so that nobody can make the database work by asking.
 */
export function createReadiness(services: Services, program: Program): () => Promise<string | undefined> {
  const { database, log, metrics } = services;
  let found: Promise<string | undefined> | undefined;
  let begunAt = Number.NEGATIVE_INFINITY;
  let known: string | undefined;
  let isUnderWay = false;

  const tryNow = async (): Promise<string | undefined> => {
    isUnderWay = true;
    try {
      await requireMigrated(database, program.migrations, { version: program.version });
      const obstacle = await program.findObstacle();
      if (obstacle) {
        metrics.countDatabaseTrouble(obstacle.cause);
        if (obstacle.reason !== known)
          log.warn({ cause: `database ${obstacle.cause}` }, `Not ready: ${obstacle.detail}`);
        return obstacle.reason;
      }
      await probeWrites(services.db, services.clock());
      if (known !== undefined) log.info('Ready again.');
      return undefined;
    } catch (error) {
      const trouble = database.troubleOf(error);
      const reason = reasonOf(error, trouble);
      if (trouble) metrics.countDatabaseTrouble(trouble);
      if (reason !== known)
        log.warn({ ...(trouble && { cause: `database ${trouble}` }), err: error }, `Not ready: ${reason}`);
      return reason;
    } finally {
      isUnderWay = false;
    }
  };

  const attempt = (): Promise<string | undefined> => {
    // The clock of the services stands still in tests, and may be set back on a machine.
    if (found && (isUnderWay || performance.now() - begunAt < between)) return found;
    begunAt = performance.now();
    found = tryNow().then((reason) => {
      known = reason;
      return reason;
    });
    return found;
  };

  return async () => {
    const late = new AbortController();
    const tooLate = pause(patience, reasons.unreachable, { signal: late.signal, ref: false }).catch(
      () => undefined,
    );
    try {
      return await Promise.race([attempt(), tooLate]);
    } finally {
      late.abort();
    }
  };
}

function reasonOf(error: unknown, trouble: DatabaseTrouble | undefined): string {
  if (trouble) return reasons[trouble];
  if (error instanceof NewerDatabaseError)
    return 'The database was migrated by a newer version of Latchkey. Update this server.';
  if (error instanceof OutdatedDatabaseError)
    return 'The database is older than this server. Run "latchkey migrate".';
  return error instanceof ForeignTableError ? error.message : unknownReason;
}
