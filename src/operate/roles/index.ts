/** Roles, as operators and administrators manage them: who holds which, what each may do, and what apps are told. */
export { addAdministrator, removeAdministrator } from './administrators.ts';
export { changeAttributes } from './attributes.ts';
export { grantRole, revokeRole } from './grant.ts';
export { createRole, deleteOwnRole, setPermissions } from './manage.ts';
export {
  findRoleOverview,
  type Holder,
  listGrantsOf,
  listRoleHolders,
  listRoleOverviews,
  type RoleGrant,
  type RoleOverview,
} from './overview.ts';
export { requireSetup, setUpAdministrator } from './set-up.ts';
export { createToken, listTokens, revokeToken, type TokenOverview } from './tokens.ts';
