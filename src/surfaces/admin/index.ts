/**
 * The console and its API: what administrators do, by pages that need no script and by JSON. Who may use which route the
 * route says, by a permission; `authorize.ts` holds it. What is done is done by `src/operate/`.
 */
export { createAuthorize } from './authorize.ts';
export { adminRoutes } from './routes.ts';
