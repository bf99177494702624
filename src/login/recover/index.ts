/** The way back from a forgotten password: a link by mail, and a new password by the link. It logs nobody in. */
export { recoverPageRoutes } from './page-routes.ts';
export { recoverRoutes } from './routes.ts';
