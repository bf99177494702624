/** Trails as people see them, in development: a page of all of them, the guide to their steps, and a panel for others. */
export { noteForm, noteSignedOut } from './acts.ts';
export { TrailBrief } from './brief.tsx';
export { addPanel } from './panel.ts';
export { trailRoutes } from './routes.ts';
export { findShownTrail } from './shown-trail.ts';
