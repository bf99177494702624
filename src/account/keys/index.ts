/** The access keys of somebody's programs: to make one, list them and revoke one. */
export { keyPageRoutes } from './page-routes.ts';
export { keyRoutes } from './routes.ts';
