/**
 * Impersonation: an administrator looks at somebody's account, for half an hour at most. It's a session of that account with
 * a cookie of its own, and it opens nothing without the cookie of the administrator's session. Routes that serve it say so
 * (`impersonated`); how it begins and ends is in `src/operate/accounts/acts/`.
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
