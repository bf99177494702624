/**
 * Trails: what happened in an attempt to register, log in, recover or prove, step by step and in plain words.
 * They decide nothing: whatever becomes of a trail, the attempt goes its way. What must be kept for certain is a line of
 * the audit log, and what was the matter is said by `src/login/why/`.
 */
export { createFreeAllowance } from './allowance/free-refusals.ts';
export { answersAround, type GivenAnswer, lastAcceptedAnswer } from './answers.ts';
export type { AppCause } from './app/causes.ts';
export { createTrails } from './create.ts';
export { describe } from './describe.ts';
export type { ProviderFault } from './provider/faults.ts';
export { browserErrors, toAnswerReason } from './reasons.ts';
export type {
  Step,
  StepCode,
  StepWith,
  TimedStep,
} from './steps.ts';
export {
  findNewestPart,
  findTrail,
  listLatestTrails,
  listPartsAfter,
  listTrails,
  pageOfTrails,
} from './store.ts';
export {
  isDone,
  type Trail,
  type TrailKind,
  type TrailOutcome,
  type TrailPart,
  type TrailRecorder,
  type Trails,
} from './trail.ts';
export { newTrailId, readTrailId, trailCode } from './trail-id.ts';
export { faultyField, trailed } from './trailed.ts';
/** For the English of `login/why`, whose sentences are made of these; no other room reads them but from `Words`. */
export { english } from './words.ts';

import type { Trails } from './trail.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly trails: Trails;
  }
}
