/** The first page: what this server is, and who you are to it. */
export { homeRoutes } from './routes.ts';
