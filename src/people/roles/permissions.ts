/**
 * What a permission requires of whoever uses it. `read`: a session with a second factor. `act`: also a verification within
 * the last ten minutes. `person`: the same, and never a program's token.
 */
export type PermissionKind = 'read' | 'act' | 'person';

/** Every permission, with its kind. A route names one as its `access`; a role is a set of them. */
export const permissionKinds = {
  // Whoever holds any other has this one too.
  'console:open': 'read',
  'accounts:read': 'read',
  'accounts:data': 'read',
  'accounts:unlock': 'act',
  'accounts:end-sessions': 'act',
  'accounts:ask-new-password': 'act',
  'accounts:create': 'act',
  'accounts:invite': 'act',
  'accounts:disable': 'act',
  'accounts:change-names': 'act',
  'accounts:set-attributes': 'act',
  'accounts:remove-factors': 'person',
  'accounts:delete': 'person',
  'accounts:impersonate': 'person',
  'accounts:export': 'person',
  'attempts:read': 'read',
  'roles:read': 'read',
  'roles:grant': 'person',
  'apps:read': 'read',
  'audit:read': 'read',
  'system:read': 'read',
  'mail:retry': 'act',
  'tokens:write': 'person',
} as const satisfies Readonly<Record<`${string}:${string}`, PermissionKind>>;

export type Permission = keyof typeof permissionKinds;

/** Those that a role can be given. */
export const everyPermission = (Object.keys(permissionKinds) as readonly Permission[]).filter(
  (permission) => permission !== 'console:open',
);

declare module '../../kit/http/route.ts' {
  interface Permissions extends Record<Permission, true> {}
}

/** Whether a role can be given it. */
export function isPermission(text: string): text is Permission {
  return everyPermission.some((permission) => permission === text);
}

/** The roles that every server has. Their permissions stand here, so that a new version brings its new ones along. */
const builtIn = {
  administrator: everyPermission,
  support: [
    'accounts:read',
    'attempts:read',
    'accounts:unlock',
    'accounts:end-sessions',
    'accounts:ask-new-password',
    'accounts:create',
    'accounts:invite',
    'accounts:disable',
  ],
  operator: ['attempts:read', 'apps:read', 'system:read', 'mail:retry'],
  auditor: [
    'accounts:read',
    'attempts:read',
    'accounts:export',
    'roles:read',
    'apps:read',
    'audit:read',
    'system:read',
  ],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type BuiltInRole = keyof typeof builtIn;

export const builtInRoles = Object.keys(builtIn) as readonly BuiltInRole[];

/** The role whose last holder stays. */
export const administrator = 'administrator' satisfies BuiltInRole;

/** What the holders of a role may do: of a built-in one by this version of the server, of another by its row. */
export function permissionsOf(role: {
  readonly id: string;
  readonly permissions: string;
}): readonly Permission[] {
  if (Object.hasOwn(builtIn, role.id)) return builtIn[role.id as BuiltInRole];
  // A name that only an earlier or later version knows permits nothing.
  return (JSON.parse(role.permissions) as string[]).filter(isPermission);
}
