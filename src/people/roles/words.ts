import type { Wording } from '../../kit/words/index.ts';
import type { Permission } from './permissions.ts';

export const english = {
  /** What each permission lets its holder do. */
  permissions: {
    'console:open': 'Open the console',
    'accounts:read': 'See accounts, their sessions, sign-in methods and events',
    'accounts:data': 'See the data that apps keep for an account',
    'accounts:unlock': 'Clear failed attempts',
    'accounts:end-sessions': 'Sign an account out everywhere',
    'accounts:ask-new-password': 'Ask for a new password',
    'accounts:create': 'Create accounts',
    'accounts:invite': 'Invite people',
    'accounts:disable': 'Disable and enable accounts',
    'accounts:change-names': 'Change usernames and email addresses',
    'accounts:set-attributes': 'Change roles of apps and attributes',
    'accounts:remove-factors': 'Remove lost second factors',
    'accounts:delete': 'Delete and restore accounts',
    'accounts:impersonate': 'Sign in as another person',
    'accounts:export': 'Export accounts, without password hashes',
    'attempts:read': 'See sign-in attempts step by step',
    'roles:read': 'See roles and who holds them',
    'roles:grant': 'Create, grant and revoke roles',
    'apps:read': 'See apps',
    'audit:read': 'Read the audit log',
    'system:read': 'See settings, the email queue and statistics',
    'mail:retry': 'Send queued emails again',
    'tokens:write': 'Create and revoke access tokens for programs',
  } satisfies Readonly<Record<Permission, string>>,
  lacks: (permission: string) =>
    `This needs the permission \`${permission}\`, which your account doesn't have.`,
  lacksToGrant: (permission: string) =>
    `You can't grant \`${permission}\`, because your own account doesn't have it.`,
  holdsMore: "This account may do things that yours can't, so you can't change it. Ask an administrator.",
  ofAnotherPage:
    "A page of another website can't use the console with your session. Open the console here, or use an access token.",
  roleName:
    'A role needs a name of 1 to 50 characters: lowercase letters, numbers, and `.`, `_` or `-`, starting with a letter.',
  roleTaken: (name: string) => `There is already a role named \`${name}\`.`,
  roleBuiltIn: (name: string) => `\`${name}\` is built in and can't be changed or deleted.`,
  unknownRole: (name: string) => `There is no role named \`${name}\`.`,
  unknownPermission: (name: string) => `There is no permission \`${name}\`.`,
  appRolePermissions: "A role for apps can't have permissions.",
  endInPast: 'The end of a role must be in the future.',
  tokenName: 'A token needs a name of 1 to 100 characters.',
  tokenEnd: 'A token lasts at most 400 days, and its end must be in the future.',
  tokenAddresses: 'List at most 50 IP addresses or CIDR ranges, such as `10.0.0.0/8`.',
  tokenWithoutPermission: 'A token needs at least one permission.',
  tokenInPerson: (permission: string) => `\`${permission}\` is only for people, so no token can have it.`,
  noEndForApps: "A role for apps has no end. Revoke it when it's over.",
  attributesNoObject: 'Send the attributes as a JSON object. A name with `null` is removed.',
  attributesTooLong: (bytes: number, most: number) =>
    `The attributes take ${bytes} bytes as JSON, and at most ${most} are allowed.`,
  problems: {
    notPermitted: {
      title: 'Not permitted',
      meaning: "Your account doesn't have the permission for this.",
      remedy: 'Ask an administrator to grant you a role that has it.',
    },
    adminSecondFactorMissing: {
      title: 'A second factor is required',
      meaning: 'Administrators sign in with a second factor, and this session was opened without one.',
      remedy: 'Add a passkey or an authenticator app to your account. Then sign in again.',
    },
    ownAccount: {
      title: 'This is your own account',
      meaning: "You can't do this to your own account as an administrator.",
      remedy: 'Use your account page, or ask another administrator.',
    },
    lastAdministrator: {
      title: 'This is the last administrator',
      meaning: 'Without this account nobody could administer this server.',
      remedy: 'Make someone else an administrator first.',
    },
    roleRefused: {
      title: "This role can't be used",
      meaning: 'The role, its name or its permissions were refused.',
      remedy: 'Change what the answer names, and send it again.',
    },
    tokenRefused: {
      title: "This token can't be created",
      meaning: 'The name, the permissions, the addresses or the end of the token were refused.',
      remedy: 'Change what the answer names, and send it again.',
    },
    attributesRefused: {
      title: "These attributes can't be stored",
      meaning: 'The attributes are no JSON object, or take too much space.',
      remedy: 'Send a smaller JSON object. Keep larger documents in the data of the account.',
    },
    setupClosed: {
      title: 'Page not found',
      meaning: 'There is no setup here, or someone has already become the administrator.',
      remedy: 'Run `latchkey admins add NAME` on the server to make someone an administrator.',
    },
    setupRefused: {
      title: 'Incorrect setup secret',
      meaning: "The secret isn't the one in the server's configuration.",
      remedy: 'Copy the value of `admin.setupSecret` and try again.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly roles: Wording<typeof english>;
  }
}
