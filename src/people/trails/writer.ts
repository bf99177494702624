import type { Db } from '../../kit/db/index.ts';
import type { Logger } from '../../kit/log.ts';
import { findAccount } from '../accounts/index.ts';
import { claimEarlierParts, insertParts } from './store.ts';
import type { EndedPart } from './trail.ts';

/** Parts are gathered for so many milliseconds, and written at once when there are many. */
const pause = 200;
const many = 100;
/** Rows of one statement. Few sizes: SQLite keeps a statement for each. */
const batch = 32;

interface WriterOptions {
  readonly db: Db;
  readonly log: Logger;
  readonly isAway: (error: unknown) => boolean;
  /** How many parts may wait in memory; the default is about 10 MB. */
  readonly mostWaiting?: number;
}

export interface TrailWriter {
  /** Puts a part into the queue. Never waits and never throws. */
  write(part: EndedPart): void;
  /** Writes what waits; what cannot be written is told to the log. */
  flush(): Promise<void>;
  /** The same, and takes no more after it. */
  stop(): Promise<void>;
}

/**
 * Writes trails beside the requests. While the database is away they wait; of too many the oldest are dropped, since
 * a trail must never hold up or refuse a login.
 */
export function createTrailWriter({ db, log, isAway, mostWaiting = 10_000 }: WriterOptions): TrailWriter {
  let waiting: EndedPart[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();
  let hasStopped = false;

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    written = written.then(writeAll);
    return written;
  };

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const parts = waiting.splice(0, batch);
      const failure = await writeBatch(parts);
      if (failure === undefined) continue;
      waiting = [...parts, ...waiting];
      dropOldest();
      log.warn(
        { err: failure, waiting: waiting.length },
        "Couldn't write trails. They're kept in memory and tried again shortly.",
      );
      if (!hasStopped) timer ??= setTimeout(flush, 10 * pause).unref();
      break;
    }
    if (dropped === 0) return;
    log.warn({ dropped }, 'Dropped trails because too many were waiting to be written.');
    dropped = 0;
  };

  /** The error, when the parts may be tried again. */
  const writeBatch = async (parts: readonly EndedPart[]): Promise<unknown> => {
    try {
      await put(parts);
      return undefined;
    } catch (error) {
      if (isAway(error)) return error;
      await writeEach(parts);
      return undefined;
    }
  };

  const put = async (parts: readonly EndedPart[]): Promise<void> => {
    await insertParts(db, parts);
    for (const { trailId, accountId, isFirst } of parts) {
      if (!isFirst && accountId !== null) await claimEarlierParts(db, trailId, accountId);
    }
  };

  /** An account that was deleted a moment ago takes its own trails along, and those of nobody else. */
  const writeEach = async (parts: readonly EndedPart[]): Promise<void> => {
    for (const part of parts) {
      try {
        if (part.accountId === null || (await findAccount(db, part.accountId))) await put([part]);
      } catch (error) {
        log.warn({ err: error }, "Couldn't write a trail.");
      }
    }
  };

  const dropOldest = () => {
    const tooMany = Math.max(0, waiting.length - mostWaiting);
    waiting.splice(0, tooMany);
    dropped += tooMany;
  };

  return {
    write(part) {
      if (hasStopped) return;
      waiting.push(part);
      if (waiting.length > mostWaiting + many) dropOldest();
      if (waiting.length === many) void flush();
      else timer ??= setTimeout(flush, pause).unref();
    },
    flush,
    stop() {
      hasStopped = true;
      return flush();
    },
  };
}
