/** Proving again who one is while logged in: what sensitive acts ask for when the last proof is too old. */

export { provePageRoutes } from './page-routes.ts';
export { provePassword } from './prove-password.ts';
export { proveRoutes } from './routes.ts';
