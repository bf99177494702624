/** What the server says of itself: its API, its error codes, whether it is well. */
export { metaRoutes } from './routes.ts';
