/**
 * Apps: the software that people may sign in to with their account here, as an operator adds it. What they are allowed is
 * `src/people/grants/`; what they ask for, `src/surfaces/provider/`.
 */
export { type AppMetadata, appKinds } from './app.ts';
export {
  type AddedApp,
  type AppChange,
  addApp,
  changeApp,
  getApp,
  type NewApp,
  oldSecretLives,
  removeApp,
  renewSecret,
} from './manage.ts';
export {
  findResource,
  listResources,
  type NewResource,
  removeResource,
  saveResource,
  scopesOfResource,
} from './resources.ts';
export { type AppRow, deleteExpiredSecrets, findApp, isSecretOf, listApps, listSecrets } from './store.ts';
export type { AppKind } from './table.ts';
export {
  addRegisteredApp,
  type ClaimedApp,
  deleteUnusedApps,
  readClaims,
  saveDocumentApp,
} from './unregistered.ts';
