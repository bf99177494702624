/** Registering: a name and a password become an account, and its first session. */

export { registerPageRoutes } from './page-routes.ts';
export { createAccount } from './register.ts';
export { registerRoutes } from './routes.ts';
