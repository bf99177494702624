/** Trails as people see them. In development: a page of all of them, the guide to their steps, and a panel for others. */
export { noteForm, noteSignedOut } from './acts.ts';
export { TrailBrief } from './brief.tsx';
export { findListed, type Listed, type Wanted } from './find-listed.ts';
export { outcomeOf } from './outcome.ts';
export { addPanel } from './panel.ts';
export { trailRoutes } from './routes.ts';
export { accountOf, findShownTrail } from './shown-trail.ts';
export { Timeline } from './timeline.tsx';
