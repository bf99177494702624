/**
 * The provider: other software signs people in with their account here, by OAuth 2.1 and OpenID Connect. The protocol is a
 * library's; whose session it is, what was allowed and what ends it are ours. It is loaded when an app first asks.
 */
export { resealSigningKeys } from './keys/reseal.ts';
export { type AppTeller, createAppTeller } from './logout/tell-apps.ts';
export { appProblems } from './problems.ts';
export { deleteOldAppSessions } from './records.ts';
export { providerRoutes } from './routes.ts';
