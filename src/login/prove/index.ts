/**
 * Verifying again who holds a session. `verification.ts` is the one place that decides what a sensitive act needs; the
 * rest is how its holder answers.
 */

export { bySession } from './by-session.ts';
export { createNeedTrails } from './note-need.ts';
export { verifiesByIdentity } from './offers.ts';
export { provePageRoutes } from './page-routes.ts';
export { proofRequired, proveProblems } from './problems.ts';
export { provePassword } from './prove-password.ts';
export { renewBy } from './renew.ts';
export { proveRoutes } from './routes.ts';
export { lastVerified, requireVerification } from './verification.ts';
