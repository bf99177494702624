/** The access keys of somebody's programs: to make one, list them and revoke one. */
export { keyRoutes } from './routes.ts';
