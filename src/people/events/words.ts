import type { Wording } from '../../kit/words/index.ts';
import { type FactorWords, factorNames } from '../factor-names.ts';
import type { EventType, FactorEvent } from './store.ts';
import type { EventsTable } from './table.ts';

const sentences: Readonly<Record<Exclude<EventType, FactorEvent>, string>> = {
  'account-registered': 'Account created',
  'account-imported': 'Account imported from a file',
  'invitation-sent': 'Invitation sent by the admin',
  'invitation-revoked': 'Invitation revoked by the admin',
  'invitation-accepted': 'Invitation accepted',
  'account-deleted': 'Account deleted',
  'account-created': 'Account created by the admin',
  'account-disabled': 'Account disabled by the admin',
  'account-enabled': 'Account enabled again by the admin',
  'account-deletion-set': 'Account deleted by the admin, to be erased later',
  'account-restored': 'Account restored by the admin',
  'sessions-ended': 'Signed out everywhere by the admin',
  'new-password-asked': 'Password removed by the admin: a new one must be set',
  'username-changed': 'Username changed by the admin',
  'impersonation-begun': 'The admin signed in as you, to look at the account',
  'impersonation-ended': 'The admin stopped looking at the account',
  'login-succeeded': 'Signed in',
  'factor-failed': 'Incorrect code or passkey',
  'proof-renewed': 'Identity confirmed',
  'login-failed': 'Incorrect password',
  'login-limited': 'Further sign-ins must wait: too many failed attempts',
  'registration-limited': 'Further sign-ups must wait: too many from one address',
  'logged-out': 'Signed out',
  'session-ended': 'Signed out a device',
  'other-sessions-ended': 'Signed out all other devices',
  'password-changed': 'Password changed',
  'password-proof-failed': 'Incorrect password when confirming identity',
  'password-unlocked': 'Sign-in unlocked by the admin',
  'password-recovered': 'Password reset by email',
  'recovery-asked': 'Password reset requested',
  'recovery-limited': 'Further password resets must wait: too many from one address',
  'link-limited': 'Further links must wait: too many incorrect ones from one address',
  'login-code-asked': 'Sign-in code requested by email',
  'verification-code-asked': 'Verification code requested by email',
  'email-asked': 'Email address added, not verified yet',
  'email-verified': 'Email address verified',
  'email-removed': 'Email address removed',
  'passkey-refused': 'Passkey refused',
  'passkey-renamed': 'Passkey renamed',
  'identity-added': 'Sign-in with a provider added',
  'identity-removed': 'Sign-in with a provider removed',
  'key-added': 'Access key created',
  'key-removed': 'Access key revoked',
  'key-leaked': 'Access key revoked: somebody had found it',
  'recovery-codes-replaced': 'New recovery codes created',
  'recovery-codes-removed': 'Recovery codes removed',
  'recovery-code-used': 'Recovery code used',
  'second-factor-required': 'Two-step verification required by the admin',
  'second-factor-optional': 'Two-step verification no longer required by the admin',
  'role-granted': 'Role added by the admin',
  'role-revoked': 'Role removed by the admin',
  'app-allowed': 'Allowed an app access',
  'app-withdrawn': 'Withdrew access of an app',
  'app-token-reused': 'Ended access of an app: one of its tokens was used twice',
  'app-added': 'App added by the admin',
  'app-changed': 'App changed by the admin',
  'app-removed': 'App removed by the admin',
  'app-secret-made': 'New app secret created by the admin',
  'app-registered': 'App registered itself',
  'signing-key-rotated': 'Signing keys replaced by the admin',
  'signing-key-retired': 'Signing key no longer published, by the admin',
};

/** Why the server ended a session by itself. */
const reasons: Readonly<Record<string, string>> = {
  'weak-password': 'Signed out a device: the password is too weak for production',
  'too-many-sessions': 'Signed out the oldest device: there were too many',
};

/** A change of a factor, whose event bears the factor's name. */
function ofFactor(type: string, factors: FactorWords): string | undefined {
  for (const name of factorNames) {
    if (type === `${name}-added`) return `Added ${factors[name].thing}`;
    if (type === `${name}-removed`) return `Removed ${factors[name].thing}`;
  }
  return undefined;
}

export const english = {
  /** A line of the audit log. One of a later version keeps its name. */
  say: ({ type, detail }: Pick<EventsTable, 'type' | 'detail'>, factors: FactorWords): string => {
    const { failures, reason } = JSON.parse(detail ?? '{}') as { failures?: number; reason?: string };
    const said =
      reasons[reason ?? ''] ??
      (sentences as Readonly<Record<string, string>>)[type] ??
      ofFactor(type, factors) ??
      type;
    if (failures === undefined) return said;
    return `${said} (${failures} ${type === 'login-failed' ? 'in a row' : failures === 1 ? 'failure' : 'failures'})`;
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly events: Wording<typeof english>;
  }
}
