/**
 * Trails: what happened in an attempt to register, log in, recover or prove, step by step and in plain words.
 * They explain and decide nothing: whatever becomes of a trail, the attempt goes its way. What must be kept for
 * certain is a line of the audit log.
 */
export { createTrails } from './create.ts';
export { describe, kindNames, milliseconds } from './describe.ts';
export { type AccountFacts, awaitedMail, explain, isDone, type PresentLimit } from './explain.ts';
export { explanations } from './explanations.ts';
export { holdInWords, type PresentHold } from './holds.ts';
export {
  type Step,
  type TimedStep,
  toAnswerReason,
} from './steps.ts';
export { findTrail, listTrails } from './store.ts';
export type {
  Trail,
  TrailKind,
  TrailOutcome,
  TrailPart,
  TrailRecorder,
  Trails,
} from './trail.ts';
export { readTrailId, trailCode } from './trail-id.ts';
export { trailed } from './trailed.ts';

import type { Trails } from './trail.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly trails: Trails;
  }
}
