/** The trail of each request of an attempt, and the name of the attempt in its answer. Its pages are `src/surfaces/trails/`. */

export {
  attemptOf,
  inTrail,
  nameAttempt,
  supportCodeOf,
  type TrailedRequest,
  type Trailing,
} from './in-trail.ts';
export { forgetTrail, lastTrailIn, rememberTrail } from './last-trail.ts';
export { createEarlyTrails, earlyBounds } from './refused-early.ts';
