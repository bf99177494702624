/**
 * Grants: what a person has allowed an app. It knows nothing of OAuth; whoever changes who gets into an account ends them
 * here (`src/people/act/`), and every code and token that hangs on one is worth nothing from then on.
 */
export { type AllowedApp, allowedAppSchema, listAllowedApps } from './allowed.ts';
export {
  type AppUse,
  countUses,
  deleteOldGrants,
  extendGrant,
  findGrant,
  findGrantsOf,
  type GrantedScopes,
  type GrantRow,
  hasGrants,
  insertGrant,
  listGrants,
  revokeGrant,
  revokeGrants,
} from './store.ts';
