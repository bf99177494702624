import { createAllowance } from '../../kit/allowance.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import { addressKey } from '../../kit/http/index.ts';
import { newId } from '../../kit/ids.ts';
import type { Logger } from '../../kit/log.ts';
import { hashOfHour, hourOf, lettersOf, mayBeName } from './letters.ts';
import { insertNearNames } from './store.ts';

/** How long one is kept. */
const keptFor = hours(1);

/** Of one address and of all together: whoever tries names by the thousand fills no table. */
const most = { window: hours(1), ofOne: 20, ofAll: 2000 };

/** They are written this many milliseconds after the answer, so that no answer tells by its time whether one is. */
const pause = 250;

interface KeeperOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly secretKey: string;
  readonly log: Pick<Logger, 'warn'>;
}

export interface NearNameKeeper {
  /** Takes a folded name that nobody has. Never waits and never throws. */
  keep(name: string, address: string): void;
  /** Writes what was taken. */
  flush(): Promise<void>;
}

/** Keeps names that nobody has, for an hour and as hashes, so that an operator learns of a slip of the finger. */
export function createNearNames({ db, clock, secretKey, log }: KeeperOptions): NearNameKeeper {
  let waiting: { readonly name: string; readonly at: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();
  const hasRoom = createAllowance(clock, most);

  const write = async (): Promise<void> => {
    const names = waiting;
    waiting = [];
    if (names.length === 0) return;
    const rows = names.map(({ name, at }) => {
      const hour = hourOf(at);
      const letters = lettersOf(name, hashOfHour(secretKey, hour));
      return { id: newId(), hour, letters, expires_at: at + keptFor };
    });
    try {
      for (let from = 0; from < rows.length; from += 50)
        await insertNearNames(db, rows.slice(from, from + 50));
    } catch (error) {
      // Not tried again: they are of use for an hour only.
      log.warn({ err: error }, "Couldn't write which unknown usernames were tried.");
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    written = written.then(write);
    return written;
  };

  return {
    keep(name, address) {
      if (!mayBeName(name) || !hasRoom(addressKey(address))) return;
      waiting.push({ name, at: clock() });
      timer ??= setTimeout(flush, pause).unref();
    },
    flush,
  };
}
