/** Registering: a name and a password become an account, and its first session. */

export { registerByInvitation } from './by-invitation.ts';
export { registerPageRoutes } from './page-routes.ts';
export { createAccount, register } from './register.ts';
export type { BroughtIdentity } from './registration.ts';
export { registerRoutes, registrationEmail } from './routes.ts';
