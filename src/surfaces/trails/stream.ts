import { PassThrough, type Readable } from 'node:stream';
import { seconds } from '../../kit/duration.ts';
import type { Trails } from '../../people/trails/index.ts';

/** Server-sent events: the name of an attempt whenever a part of it has ended. It ends when the server stops. */
export function streamOf(trails: Pick<Trails, 'listen'>): Readable {
  const stream = new PassThrough();
  const leave = trails.listen({
    heard: (trailId) => stream.write(`data: ${trailId}\n\n`),
    dismissed: () => stream.end(),
  });
  // A browser that has gone without a word is noticed only when something is sent to it.
  const beat = setInterval(() => stream.write(':\n\n'), seconds(15)).unref();
  stream.once('close', () => {
    clearInterval(beat);
    leave();
  });
  stream.write(':\n\n');
  return stream;
}
