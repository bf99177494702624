/**
 * Apps: the software that people may sign in to with their account here, as an operator adds it. What they are allowed is
 * `src/people/grants/`; what they ask for, `src/surfaces/provider/`.
 */

export { listResources, scopesOfResource } from '../../people/resources/index.ts';
export { type AppMetadata, appKinds, requireRedirect } from './app.ts';
export { endDemoSecret, saveDemoApp } from './demo.ts';
export { type AppsImport, type DeclaredApp, importApps } from './import.ts';
export {
  type AddedApp,
  addApp,
  changeApp,
  oldSecretLives,
  removeApp,
  renewSecret,
} from './manage.ts';
export { type AppOverview, findShownApp, listOverviews, type ShownApp, showApp } from './overview.ts';
export { readAppsFile } from './read-file.ts';
export { type NewResource, removeResource, saveResource } from './resources.ts';
export { type AppChange, metadataOf, type NewApp } from './shape.ts';
export { type AppRow, deleteExpiredSecrets, demoApp, findApp, isSecretOf } from './store.ts';
export type { AppKind } from './table.ts';
export {
  addRegisteredApp,
  type ClaimedApp,
  deleteUnusedApps,
  isUnregistered,
  readClaims,
  saveDocumentApp,
} from './unregistered.ts';
