/**
 * Signing in with another provider: out to it, back from it, and what becomes of the identity that it vouches for. Nothing
 * else takes a provider's word.
 */
export { beginOutside, type OutsideServices } from './begin.ts';
export { giveBrowserKey } from './browser.ts';
export { outsidePageRoutes } from './page-routes.ts';
export { identityLastWay, outsideLoginFailed, outsideProblems } from './problems.ts';
export { requireProvider } from './require-provider.ts';
export { outsideRoutes } from './routes.ts';
export { verifyRoutes } from './verify-routes.ts';
