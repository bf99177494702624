/** Registering: a name and a password become an account, and its first session. */
export { createAccount, type Registration, register } from './register.ts';
export { registerPageRoutes } from './page-routes.ts';
export { registerRoutes } from './routes.ts';
