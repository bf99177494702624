/** The account's e-mail address: ask for one, prove it by the link from the mail, remove it. */
export { emailPageRoutes } from './page-routes.ts';
export { emailRoutes } from './routes.ts';
