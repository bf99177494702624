/**
 * The console and its API: what administrators do, on pages that work without scripts and in JSON. Each route names the
 * permission it needs, and `authorize.ts` enforces it. The acts themselves are use cases of `src/operate/`.
 */
export { createAuthorize } from './authorize.ts';
export { adminRoutes } from './routes.ts';
