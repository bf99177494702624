/**
 * The provider: other software signs people in with their account here, by OAuth 2.1 and OpenID Connect. The protocol is a
 * library's; whose session it is, what was allowed and what ends it are ours. It is loaded when an app first asks.
 */
export { allowedPageRoutes } from './allowed/page-routes.ts';
export { allowedRoutes } from './allowed/routes.ts';
export { type AppFinding, judgeApp } from './check-app.ts';
export { listKeys, retireKey, rotateKeys, type SigningKey } from './keys/manage.ts';
export { resealSigningKeys } from './keys/reseal.ts';
export { deleteOldSigningKeys } from './keys/store.ts';
export { createAppTeller } from './logout/tell-apps.ts';
export { appProblems } from './problems.ts';
export { deleteOldAppSessions, deleteOldRecords } from './records.ts';
export { providerRoutes } from './routes.ts';
export { sessionTokenRoutes } from './session-token/routes.ts';
export { scopes } from './settings.ts';
