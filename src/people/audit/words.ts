import type { Wording } from '../../kit/words/index.ts';
import type { AuditAct } from './acts.ts';

const acts: Readonly<Record<AuditAct, string>> = {
  'account-created': 'Created an account',
  'account-disabled': 'Disabled an account',
  'account-enabled': 'Enabled an account',
  'account-deletion-set': 'Deleted an account, which can be restored for a while',
  'account-restored': 'Restored a deleted account',
  'account-purged': 'Erased a deleted account',
  'account-unlocked': 'Cleared failed attempts',
  'sessions-ended': 'Signed someone out everywhere',
  'key-revoked': 'Revoked an access key that was found',
  'new-password-asked': 'Removed a password, and asked for a new one',
  'username-changed': 'Changed a username',
  'email-asked': 'Started to change an email address',
  'email-changed': 'Changed an email address',
  'factors-cleared': 'Removed second factors',
  'identity-removed': 'Disconnected a sign-in with a provider',
  'second-factor-required': 'Required a second factor',
  'second-factor-optional': 'No longer required a second factor',
  'accounts-exported': 'Exported accounts',
  'accounts-imported': 'Imported accounts',
  'app-added': 'Added an app',
  'app-changed': 'Changed an app',
  'app-removed': 'Removed an app',
  'app-secret-made': 'Created a new app secret',
  'audit-broken': 'Found the audit log changed from outside',
  'audit-cut': 'Deleted old audit rows',
  'audit-read': 'Read the audit log',
  'data-moved': 'Moved all data from another database',
  'data-read': "Read an account's data",
  'attributes-changed': "Changed an account's attributes",
  'role-changed': 'Changed the permissions of a role',
  'role-created': 'Created a role',
  'role-deleted': 'Deleted a role',
  'role-granted': 'Granted a role',
  'role-revoked': 'Revoked a role',
  'impersonation-begun': 'Signed in as someone else',
  'impersonation-ended': 'Stopped being signed in as someone else',
  'mail-retried': 'Sent an email again',
  'invitation-revoked': 'Revoked an invitation',
  'invitation-sent': 'Invited someone',
  'resource-removed': 'Removed an API',
  'resource-saved': 'Added or changed an API',
  'secret-key-rotated': 'Replaced the secret key',
  'signing-key-retired': 'Retired a signing key',
  'signing-keys-rotated': 'Replaced the signing keys',
  'token-made': 'Created a token for a program',
  'token-revoked': 'Revoked a token of a program',
};

export const english = {
  acts,
  /** A row of the audit log. One of a later version keeps its name. */
  say: (act: string): string => (acts as Readonly<Record<string, string>>)[act] ?? act,
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly audit: Wording<typeof english>;
  }
}
