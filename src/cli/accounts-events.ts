import type { EventsTable, EventType, FactorEvent } from '../people/events/index.ts';
import { type FactorWords, factorNames } from '../people/factor-names.ts';

const words: Readonly<Record<Exclude<EventType, FactorEvent>, string>> = {
  'account-registered': 'registered',
  'account-imported': 'imported from a file',
  'account-deleted': 'deleted',
  'login-succeeded': 'logged in',
  'factor-failed': 'a passkey or a code was refused',
  'proof-renewed': 'proved again who it is',
  'login-failed': 'wrong password at a login',
  'login-limited': 'more sign-ins must wait: too many failed attempts',
  'registration-limited': 'more sign-ups must wait: too many from one address',
  'logged-out': 'logged out',
  'session-ended': 'ended one of the sessions',
  'other-sessions-ended': 'ended all other sessions',
  'password-changed': 'changed the password',
  'password-proof-failed': 'wrong password when asked for it again',
  'password-unlocked': 'unlocked by the operator',
  'password-recovered': 'chose a new password by a link from a mail',
  'recovery-asked': 'a link to choose a new password was asked for',
  'recovery-limited': 'no more such links for an address: too many before',
  'link-limited': 'no more links accepted from an address: too many incorrect ones',
  'login-code-asked': 'a code to log in with was asked for',
  'verification-code-asked': 'asked for a code by email to confirm their identity',
  'email-asked': 'asked for an e-mail address',
  'email-verified': 'confirmed an e-mail address',
  'email-removed': 'removed the e-mail address',
  'passkey-refused': 'sent a passkey that was refused',
  'passkey-renamed': 'renamed a passkey',
  'recovery-codes-replaced': 'got new recovery codes',
  'recovery-codes-removed': 'removed the recovery codes',
  'recovery-code-used': 'used a recovery code',
  'second-factor-required': 'must have a second factor from now on, by the operator',
  'second-factor-optional': 'need not have a second factor any more, by the operator',
};

/** Why the server ended a session by itself. */
const reasons: Readonly<Record<string, string>> = {
  'weak-password': 'a session was ended: its password is too weak for production',
  'too-many-sessions': 'the oldest session was ended: there were too many',
};

/** An event in plain words. */
export function eventInWords(
  { type, detail }: Pick<EventsTable, 'type' | 'detail'>,
  factors: FactorWords,
): string {
  const { failures, reason } = JSON.parse(detail ?? '{}') as { failures?: number; reason?: string };
  const said =
    reasons[reason ?? ''] ??
    (words as Readonly<Record<string, string>>)[type] ??
    ofFactor(type, factors) ??
    type;
  if (failures === undefined) return said;
  const counted = type === 'login-failed' ? 'in a row' : failures === 1 ? 'failure' : 'failures';
  return `${said} (${failures} ${counted})`;
}

/** A change of a factor, whose event bears the factor's name. */
function ofFactor(type: string, factors: FactorWords): string | undefined {
  for (const name of factorNames) {
    if (type === `${name}-added`) return `added ${factors[name].thing}`;
    if (type === `${name}-removed`) return `removed ${factors[name].thing}`;
  }
  return undefined;
}
