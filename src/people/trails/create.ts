import type { Config } from '../../config/index.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Database } from '../../kit/db/index.ts';
import type { Logger } from '../../kit/log.ts';
import type { NearNameKeeper } from '../near-names/index.ts';
import { isFree } from './allowance/free-refusals.ts';
import { recordPart } from './recorder.ts';
import { deletePartsBefore, deletePartsBeyond } from './store.ts';
import { createTrailExporter } from './telemetry.ts';
import type { EndedPart, TrailListener, TrailRecorder, Trails } from './trail.ts';
import { newTrailId } from './trail-id.ts';
import { createTrailWriter } from './writer.ts';

interface TrailsOptions {
  readonly config: Pick<Config, 'trails' | 'telemetry'>;
  readonly database: Pick<Database, 'db' | 'isAway' | 'troubleOf'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where names that nobody has go; left out where none are kept. */
  readonly nearNames?: NearNameKeeper;
  /** Whether there is a problem of this code: no other text may be noted as one. */
  isProblem(code: string): boolean;
  /** Whether one more part from this address may be kept that cost its sender nothing; all are unless said. */
  mayKeepFree?(address: string): boolean;
  /** Called with each part that has ended, also one that isn't kept. */
  onEnded?(part: EndedPart): void;
  /** Called with each part that is kept. */
  onKept?(): void;
  /** Counts on in milliseconds; `performance.now` unless said. */
  elapsed?(): number;
}

/** Makes recorders, writes down what they bring, and tells those who listen. */
export function createTrails(options: TrailsOptions): Trails {
  const { config, database, clock, log, nearNames, isProblem, elapsed = () => performance.now() } = options;
  const { mayKeepFree = () => true, onEnded, onKept } = options;
  const { keep, most } = config.trails;
  const { db, isAway, troubleOf } = database;
  const { otlpUrl } = config.telemetry;
  const exporter = otlpUrl === '' ? undefined : createTrailExporter({ url: otlpUrl, log });
  const writer = createTrailWriter({ db, log, isAway });
  const listeners = new Set<TrailListener>();
  let uncounted = Number.POSITIVE_INFINITY;
  const keepPart = (part: EndedPart, address: string) => {
    onEnded?.(part);
    if (isFree(part) && !mayKeepFree(address)) return false;
    uncounted += 1;
    onKept?.();
    if (most > 0) writer.write(part);
    exporter?.send(part);
    for (const { heard } of listeners) heard(part.trailId);
    return true;
  };
  const keepMissed = (name: string, address: string) => {
    if (most > 0) nearNames?.keep(name, address);
  };
  const flush = async () => {
    await Promise.all([writer.flush(), nearNames?.flush()]);
  };
  const record = (id: string, isFirst: boolean, given: Parameters<Trails['begin']>[0]): TrailRecorder => {
    const { kind, ...received } = given;
    const recording = { id, isFirst, kind, received, clock, elapsed, isProblem, troubleOf };
    return recordPart({ ...recording, keep: keepPart, keepMissed });
  };
  return {
    begin: (given) => record(newTrailId(), true, given),
    resume: (id, given) => record(id, false, given),
    flush,
    countElsewhere(parts) {
      uncounted += parts;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dismissListeners() {
      for (const { dismissed } of listeners) dismissed();
      listeners.clear();
    },
    async sweep() {
      await deletePartsBefore(db, clock() - keep);
      // To count them all takes a while, so it is done when so many came that it matters.
      if (uncounted <= most / 100) return;
      uncounted = 0;
      await deletePartsBeyond(db, most);
    },
    async stop() {
      await Promise.all([writer.stop(), nearNames?.flush(), exporter?.stop()]);
    },
  };
}
