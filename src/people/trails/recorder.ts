import type { Clock } from '../../kit/clock.ts';
import type { Database } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { readStep, type Step, type TimedStep } from './steps.ts';
import type { EndedPart, ReceivedRequest, TrailKind, TrailOutcome, TrailRecorder } from './trail.ts';
import { newTrailId } from './trail-id.ts';

/** More steps than any honest request takes; further ones are counted and left out. */
const mostSteps = 60;

interface Recording {
  readonly id: string;
  readonly isFirst: boolean;
  readonly kind: TrailKind;
  readonly received: ReceivedRequest;
  readonly clock: Clock;
  /** Counts on while the clock stands, in milliseconds; `performance.now`. */
  readonly elapsed: () => number;
  readonly isProblem: (code: string) => boolean;
  readonly troubleOf: Database['troubleOf'];
  /** False where the part isn't kept. */
  readonly keep: (part: EndedPart, address: string) => boolean;
  /** What becomes of a name that nobody has, once the part has ended. */
  readonly keepMissed: (name: string, address: string) => void;
}

/** Takes down one part. It only fills an array: nothing here waits, throws or touches the database. */
export function recordPart(recording: Recording): TrailRecorder {
  const { kind, received, clock, elapsed, isProblem, troubleOf, keep, keepMissed } = recording;
  let { id, isFirst } = recording;
  const at = clock();
  const steps: TimedStep[] = [];
  let accountId: string | null = null;
  let last = elapsed();
  let leftOut = 0;
  let missed: string | undefined;
  let hasEnded = false;
  let isLeftOut = false;

  const note = (given: Step) => {
    const step = readStep(given);
    if (hasEnded || !step || (step.code === 'refused' && !isProblem(step.problem))) return;
    if (steps.length >= mostSteps) {
      leftOut += 1;
      return;
    }
    const now = elapsed();
    steps.push(Object.assign(step, { ms: Math.round((now - last) * 10) / 10 }));
    last = now;
  };

  note({ code: 'received', format: received.format, address: received.address });
  return {
    get id() {
      return id;
    },
    get isKept() {
      return !isLeftOut || !isFirst;
    },
    note,
    leave() {
      if (hasEnded || isFirst) return;
      id = newTrailId();
      isFirst = true;
    },
    noteError(error) {
      const trouble = troubleOf(error);
      note(trouble === undefined ? { code: 'unexpected-error' } : { code: 'database-trouble', trouble });
    },
    account(known) {
      accountId = known;
    },
    missed(name) {
      missed = name;
    },
    end(outcome: TrailOutcome) {
      if (hasEnded) return;
      hasEnded = true;
      if (leftOut > 0) steps.push({ code: 'steps-left-out', count: leftOut, ms: 0 });
      const part = { id: newId(), trailId: id, isFirst, kind, accountId, at, outcome, steps };
      isLeftOut = !keep(part, received.address);
      if (missed !== undefined) keepMissed(missed, received.address);
    },
    drop() {
      hasEnded = true;
    },
  };
}
