import { PassThrough, type Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { seconds } from '../../../kit/duration.ts';
import type { Services } from '../../../kit/services.ts';
import { type EndedPart, followParts } from '../../../operate/trails/index.ts';
import { listPartsAfter } from '../../../people/trails/index.ts';

type WatchServices = Pick<Services, 'db' | 'trails' | 'log'>;

/** How often it looks into the database, which other processes write to as well. */
const lookEvery = seconds(1);

/** How many attempts a browser that reconnects is told about at most. */
const mostMissed = 1000;

/** In bytes. A browser that reads too slowly is disconnected, and reconnects from the last attempt that it has seen. */
const mostWaiting = 256 * 1024;

/** How often a stream shows that it's alive, and asks whether its viewer may still watch. */
const askEvery = seconds(15);

/** Streams of attempts for those who watch. While nobody watches, it doesn't query the database. */
export interface AttemptWatch {
  /**
   * Server-sent events: the name of an attempt whenever a part of it has ended, with the ID of the part. A browser that
   * reconnects names the last one that it has seen. It ends when `mayStay` says no, and when the server stops.
   */
  open(watcher: { readonly lastSeen: string | undefined; mayStay(): Promise<boolean> }): Promise<Readable>;
}

/** Makes the streams of one server. */
export function createAttemptWatch({ db, trails, log }: WatchServices): AttemptWatch {
  const watchers = new Set<(part: EndedPart) => void>();
  let begun: Promise<unknown> | undefined;

  /** Keeps looking until nobody watches any more. */
  function begin(): Promise<unknown> {
    if (begun) return begun;
    const following = followParts({ db });
    begun = following;
    void following.then(watch, () => {
      begun = undefined;
    });
    return following;
  }

  async function watch(look: () => Promise<EndedPart[]>): Promise<void> {
    while (watchers.size > 0) {
      await setTimeout(lookEvery, undefined, { ref: false });
      try {
        for (const part of await look()) for (const tell of watchers) tell(part);
      } catch (err) {
        log.warn({ err }, "Couldn't look for new attempts. Trying again every second.");
      }
    }
    begun = undefined;
  }

  return {
    async open({ lastSeen, mayStay }) {
      const stream = new PassThrough();
      const tell = ({ id, trail_id }: EndedPart) => {
        if (stream.writableLength > mostWaiting) stream.destroy();
        else stream.write(`id: ${id}\ndata: ${trail_id}\n\n`);
      };
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
          const missed = await listPartsAfter(db, { after: lastSeen, limit: mostMissed });
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
