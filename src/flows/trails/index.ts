/** Trails as people see them, in development: a page of all of them, the guide to their steps, and a panel for others. */
export { findLastTrail, rememberTrail } from './last-trail.ts';
export { trailRoutes } from './routes.ts';
export type { ShownTrail } from './shown-trail.ts';
export { WhatJustHappened } from './what-just-happened.tsx';
