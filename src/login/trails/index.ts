/** The trail of each request of an attempt, and the name of the attempt in its answer. Its pages are `src/surfaces/trails/`. */

export { createEarlyAllowance } from './early-allowance.ts';
export {
  attemptOf,
  inTrail,
  nameAttempt,
  supportCodeOf,
  type TrailedRequest,
  type Trailing,
} from './in-trail.ts';
export { forgetTrail, lastTrailIn, rememberTrail } from './last-trail.ts';
export { createEarlyTrails, formatOf } from './refused-early.ts';
