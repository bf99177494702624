import { PassThrough, type Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { seconds } from '../../../kit/duration.ts';
import { firstIdAt, timeOfId } from '../../../kit/ids.ts';
import type { Services } from '../../../kit/services.ts';
import { findNewestPart, listPartsAfter } from '../../../people/trails/index.ts';

type WatchServices = Pick<Services, 'db' | 'trails' | 'log'>;

type Part = Awaited<ReturnType<typeof listPartsAfter>>[number];

/** Between two looks into the database, which other processes write to as well. */
const lookEvery = seconds(1);

/** Several processes write, each in its own time: a part may come to light after one that ended later. */
const latest = seconds(10);

/** More parts in one look than any server writes. */
const mostAtOnce = 1000;

/** How often a stream says that it's there, and asks whether it may still be. */
const askEvery = seconds(15);

/** Streams of attempts for those who watch. While nobody does, nothing is asked of the database. */
export interface AttemptWatch {
  /**
   * Server-sent events: the name of an attempt whenever a part of it has ended, with the ID of the part. A browser that
   * comes back names the last one that it has seen. It ends when `mayStay` says so, and when the server stops.
   */
  open(watcher: { readonly lastSeen: string | undefined; mayStay(): Promise<boolean> }): Promise<Readable>;
}

export function createAttemptWatch({ db, trails, log }: WatchServices): AttemptWatch {
  const watchers = new Set<(part: Part) => void>();
  let begun: Promise<Window> | undefined;

  /** Looks from now on until nobody watches any more. */
  function begin(): Promise<Window> {
    if (begun) return begun;
    begun = findNewestPart(db).then((newest) => windowOf(db, newest));
    void begun.catch(() => emptyWindow).then(look);
    return begun;
  }

  async function look(first: Window): Promise<void> {
    let known = first;
    while (watchers.size > 0) {
      await setTimeout(lookEvery, undefined, { ref: false });
      try {
        const next = await windowOf(db, known.newest);
        const fresh = next.parts.filter(({ id }) => !known.ids.has(id));
        known = next;
        for (const part of fresh) for (const tell of watchers) tell(part);
      } catch (err) {
        log.warn({ err }, "Couldn't look for new attempts. Trying again every second.");
      }
    }
    begun = undefined;
  }

  return {
    async open({ lastSeen, mayStay }) {
      const stream = new PassThrough();
      const tell = ({ id, trail_id }: Part) => stream.write(`id: ${id}\ndata: ${trail_id}\n\n`);
      const leave = trails.listen({ heard() {}, dismissed: () => stream.end() });
      const asking = setInterval(async () => {
        // An unexpected error denies.
        const stays = await mayStay().catch(() => false);
        if (stays && stream.writable) stream.write(':\n\n');
        if (!stays) stream.end();
      }, askEvery).unref();
      const end = () => {
        clearInterval(asking);
        watchers.delete(tell);
        leave();
      };
      stream.once('finish', end).once('close', end);
      stream.write(':\n\n');
      watchers.add(tell);
      try {
        await begin();
        if (lastSeen !== undefined) {
          const missed = await listPartsAfter(db, { after: lastSeen, limit: mostAtOnce });
          missed.forEach(tell);
        }
      } catch (error) {
        end();
        throw error;
      }
      return stream;
    },
  };
}

/** The parts of the last seconds before the newest one that is known, and after it. */
interface Window {
  readonly parts: readonly Part[];
  readonly ids: ReadonlySet<string>;
  readonly newest: string | undefined;
}

const emptyWindow: Window = { parts: [], ids: new Set(), newest: undefined };

async function windowOf(db: Services['db'], newest: string | undefined): Promise<Window> {
  const after = newest === undefined ? '' : firstIdAt(Math.max(0, timeOfId(newest) - latest));
  const parts = await listPartsAfter(db, { after, limit: mostAtOnce });
  return { parts, ids: new Set(parts.map(({ id }) => id)), newest: parts.at(-1)?.id ?? newest };
}
