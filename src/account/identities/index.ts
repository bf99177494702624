/** The identities at other providers that somebody signs in with: to connect one, and to disconnect it. */
export { IdentitiesRow } from './identities-row.tsx';
export { identityPageRoutes } from './page-routes.ts';
export { identityRoutes } from './routes.ts';
