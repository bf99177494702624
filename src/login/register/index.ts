/** Registering: a name and a password become an account, and its first session. */

export { registerByInvitation } from './by-invitation.ts';
export { registerPageRoutes } from './page-routes.ts';
export { createAccount } from './register.ts';
export { registerRoutes } from './routes.ts';
