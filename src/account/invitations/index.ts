/** Accepting an invitation: with a new account, or with the one that somebody is signed in to. */
export { invitationPageRoutes } from './page-routes.ts';
export { invitationRoutes } from './routes.ts';
