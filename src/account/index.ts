/** What a person does with their own account: read it, change its data, end sessions, change the password, delete it. */
export { dataRoutes } from './data-routes.ts';
export { eraseAccount } from './erase-account.ts';
export { accountPageRoutes } from './page-routes.ts';
export { accountRoutes } from './routes.ts';
