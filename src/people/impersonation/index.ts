/**
 * Impersonation: an administrator looks at somebody's account, for half an hour at most. It's a session of the account
 * beside the administrator's own, each with a cookie, and it opens nothing without that one. Which routes serve it the
 * routes say (`impersonated`); how it begins and ends is in `src/operate/accounts/acts/`.
 */
export { clearImpersonationCookie, setImpersonationCookie } from './carry.ts';
export { listLivingSessions } from './living.ts';
export { createImpersonations } from './reader.ts';

import type { Impersonations } from './reader.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly impersonations: Impersonations;
  }
}
