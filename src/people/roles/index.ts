/**
 * Roles: what administrators may do, and what apps are told about an account. A route names the permission it needs, and a
 * role is a set of permissions. Nobody grants more than they hold, or acts on somebody who holds more.
 */
export {
  accountOfAdministrator,
  notPermittedTo,
  requireMayActOn,
  requireMayGrant,
  requireNotLastAdministrator,
  requireNotLastForGood,
} from './administrator.ts';
export { giveInvitedRoles, giveRole, keepAppRoles } from './give-role.ts';
export {
  administrator,
  type BuiltInRole,
  builtInRoles,
  everyPermission,
  isPermission,
  type Permission,
  type PermissionKind,
  permissionKinds,
  permissionsOf,
} from './permissions.ts';
export {
  adminSecondFactorMissing,
  attributesRefused,
  lastAdministrator,
  notPermitted,
  ownAccount,
  roleProblems,
  roleRefused,
  setupClosed,
  setupRefused,
  tokenRefused,
} from './problems.ts';
export {
  changeRole,
  consumeFirstAdministrator,
  countHolders,
  deleteGrantOf,
  deleteRole,
  findPermissions,
  findPermissionsOnceOpen,
  findRole,
  findRoleById,
  findRolesOf,
  type HeldRole,
  hadAdministrator,
  holdRole,
  insertRole,
  listHolders,
  listRoles,
  type RoleRow,
} from './store.ts';
export type { RoleKind } from './table.ts';
export {
  type AdminTokenRow,
  adminTokenIn,
  deleteOldAdminTokens,
  findAdminToken,
  findTokenPermissions,
  insertAdminToken,
  listAdminTokens,
  newAdminToken,
  revokeAdminToken,
  touchAdminToken,
} from './tokens.ts';
