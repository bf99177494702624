import type { Clock } from '../../kit/clock.ts';
import { recordPart } from './recorder.ts';
import type { ReceivedRequest, TrailKind, TrailPart, TrailRecorder, Trails } from './trail.ts';
import { newTrailId } from './trail-id.ts';

interface TrailsOptions {
  readonly clock: Clock;
  /** Whether there is a problem of this code: no other text may be noted as one. */
  readonly isProblem: (code: string) => boolean;
  readonly elapsed?: () => number;
}

/** Makes recorders, and hands what they have taken down to those who listen. */
export function createTrails({ clock, isProblem, elapsed = () => performance.now() }: TrailsOptions): Trails {
  const listeners = new Set<(part: TrailPart) => void>();
  const keep = (part: TrailPart) => {
    for (const listener of listeners) listener(part);
  };
  const record = (id: string, { kind, ...received }: { kind: TrailKind } & ReceivedRequest): TrailRecorder =>
    recordPart({ id, kind, received, clock, elapsed, isProblem, keep });
  return {
    begin: (attempt) => record(newTrailId(), attempt),
    resume: record,
    flush: async () => {},
    stop: async () => {},
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
