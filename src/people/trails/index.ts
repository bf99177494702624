/**
 * Trails: what happened in an attempt to register, log in, recover or prove, step by step and in plain words.
 * They explain and decide nothing: whatever becomes of a trail, the attempt goes its way. What must be kept for
 * certain is a line of the audit log.
 */
export { createTrails } from './create.ts';
export {
  readStep,
  type Step,
  type StepCode,
  type StepWith,
  type TimedStep,
  toAnswerReason,
} from './steps.ts';
export type {
  ReceivedRequest,
  Trail,
  TrailKind,
  TrailOutcome,
  TrailPart,
  TrailRecorder,
  Trails,
} from './trail.ts';
export { newTrailId, readTrailId, trailCode } from './trail-id.ts';
