import type { Clock } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import { seconds } from '../../kit/duration.ts';
import { newId } from '../../kit/ids.ts';
import type { Logger } from '../../kit/log.ts';
import type { StatisticName } from './names.ts';
import { hourOf } from './spans.ts';
import { addCounts, type Batch } from './store.ts';

/** What was counted waits so long in memory: all that a crash loses. */
const pause = seconds(10);

/** Counts what happens. Never waits and never throws where something is counted. */
export interface Statistics {
  count(name: StatisticName): void;
  /** Writes what was counted; what can't be written stays and is tried again. */
  flush(): Promise<void>;
  /** The same, and writes by itself no more. */
  stop(): Promise<void>;
}

interface StatisticsOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** Makes the counter of one process. Others add theirs to the same rows. */
export function createStatistics({ db, clock, log }: StatisticsOptions): Statistics {
  const writer = newId();
  let counted = new Map<number, Map<StatisticName, number>>();
  /** Tried until it's known to be written: its number keeps it from being added twice. */
  let batch: Batch | undefined;
  let lastNumber = 0;
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();
  let hasStopped = false;
  let isFailing = false;

  const schedule = () => {
    if (!hasStopped) timer ??= setTimeout(flush, pause).unref();
  };

  const takeBatch = (): Batch | undefined => {
    const counts = [...counted].flatMap(([hour, names]) =>
      [...names].map(([name, count]) => ({ hour, name, count })),
    );
    counted = new Map();
    if (counts.length === 0) return undefined;
    lastNumber += 1;
    return { writer, number: lastNumber, counts };
  };

  const write = async (): Promise<void> => {
    try {
      for (batch ??= takeBatch(); batch; batch = takeBatch()) await addCounts(db, batch, clock());
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, "Couldn't write statistics. Trying again every 10 seconds.");
      isFailing = true;
      schedule();
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    written = written.then(write);
    return written;
  };

  return {
    count(name) {
      const hour = hourOf(clock());
      const ofHour = counted.get(hour) ?? new Map<StatisticName, number>();
      counted.set(hour, ofHour.set(name, (ofHour.get(name) ?? 0) + 1));
      schedule();
    },
    flush,
    stop() {
      hasStopped = true;
      return flush();
    },
  };
}
