import type { Step, StepWith, TimedStep } from './steps.ts';

/** What somebody tried to do; `app` is what other software asked for, `act` what a page did that is no attempt, and is never stored. */
export type TrailKind =
  | 'register'
  | 'login'
  | 'recover'
  | 'prove'
  | 'add-factor'
  | 'verify-email'
  | 'invitation'
  | 'app'
  | 'act';

/** How a part of a trail ended: `more` when another step of the same attempt is awaited. */
export type TrailOutcome = 'done' | 'more' | 'refused' | 'failed';

/** What a recorder is told of the request with which a part begins. */
export interface ReceivedRequest {
  /** How it came; `link` is an address that was opened. */
  readonly format: StepWith<'received'>['format'];
  readonly address: string;
}

/** One request's part of a trail. */
export interface TrailPart {
  readonly id: string;
  readonly trailId: string;
  readonly kind: TrailKind;
  readonly accountId: string | null;
  /** When it began, in Unix milliseconds. */
  readonly at: number;
  readonly outcome: TrailOutcome;
  readonly steps: readonly TimedStep[];
}

/** A part as its recorder hands it over. */
export interface EndedPart extends TrailPart {
  /** False when it goes on with an attempt that was begun before. */
  readonly isFirst: boolean;
}

/** An attempt with all its parts, the oldest first. */
export interface Trail {
  /** `att_…` */
  readonly id: string;
  readonly parts: readonly TrailPart[];
}

/** An attempt is done for good, whatever is sent to it afterwards. */
export const isDone = ({ parts }: Trail): boolean => parts.some(({ outcome }) => outcome === 'done');

/** Takes down the steps of one request, in memory and without waiting. */
export interface TrailRecorder {
  /** `att_…` and twelve letters; a public name, no secret. */
  readonly id: string;
  /** False once this part was one too many of its kind and began the attempt: then its name leads to nothing. */
  readonly isKept: boolean;
  note(step: Step): void;
  /** Makes this part an attempt of its own: whoever sent it knew the name of another, and no more. */
  leave(): void;
  /** Notes an error that nobody expected: what ails the database, or no more than that there was one. */
  noteError(error: unknown): void;
  /** Whose attempt it is, once that is known. */
  account(accountId: string): void;
  /** A folded name or address that nobody has; undefined where somebody has it. Nothing of it is in the trail. */
  missed(name: string | undefined): void;
  /** Hands the part over to be written. Whatever is called after that does nothing. */
  end(outcome: TrailOutcome): void;
  /** Keeps nothing of this part, since nothing was tried in it. */
  drop(): void;
}

/** Makes recorders and keeps what they have taken down. */
export interface Trails {
  begin(attempt: { readonly kind: TrailKind } & ReceivedRequest): TrailRecorder;
  /** The next request of an attempt that was begun. */
  resume(id: string, attempt: { readonly kind: TrailKind } & ReceivedRequest): TrailRecorder;
  /** Waits until all that was ended is written, or has failed to be. */
  flush(): Promise<void>;
  /** Calls `listener` with the name of an attempt whenever a part of it has ended in this process. */
  listen(listener: TrailListener): () => void;
  /** Tells all listeners that there is nothing more to hear: the server stops. */
  dismissListeners(): void;
  /** Counts parts that other processes have kept, of which this one is to remove what is too much. */
  countElsewhere(parts: number): void;
  /** Removes what is too old or too much. */
  sweep(): Promise<void>;
  /** Writes what is left, and no more after that. */
  stop(): Promise<void>;
}

export interface TrailListener {
  heard(trailId: string): void;
  dismissed(): void;
}
