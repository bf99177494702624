/** The access keys of somebody's programs: to make one, list them and revoke one. */
export { takeLeaked } from './leaked.ts';
export { keyPageRoutes } from './page-routes.ts';
export { keyRoutes } from './routes.ts';
export { warnOfKeyEnds } from './warn-of-ends.ts';
