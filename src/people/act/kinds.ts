import type { LinkPurpose } from '../emails/index.ts';
import type { EndReason } from '../sessions/index.ts';
import type { By, Wanted } from './by.ts';

/** What may be done to an account that changes who gets in. */
export type ActKind =
  | 'password-changed'
  | 'password-recovered'
  | 'factor-added'
  | 'first-factor-added'
  | 'code-factor-added'
  | 'factor-removed'
  | 'code-factor-removed'
  | 'identity-added'
  | 'identity-removed'
  | 'key-added'
  | 'key-removed'
  | 'key-leaked'
  | 'set-up-dropped'
  | 'passkey-renamed'
  | 'recovery-codes-replaced'
  | 'factors-cleared'
  | 'second-factor-required'
  | 'second-factor-optional'
  | 'admin-role-granted'
  | 'role-changed'
  | 'attributes-changed'
  | 'email-asked'
  | 'email-verified'
  | 'email-removed'
  | 'invitation-accepted'
  | 'session-ended'
  | 'other-session-ended'
  | 'other-sessions-ended'
  | 'app-allowed'
  | 'app-withdrawn'
  | 'account-deleted'
  | 'account-disabled'
  | 'account-enabled'
  | 'account-deletion-set'
  | 'account-restored'
  | 'sessions-ended'
  | 'sign-in-unlocked'
  | 'new-password-asked'
  | 'username-changed'
  | 'impersonation-begun'
  | 'impersonation-ended';

/** What an act ends. What is not named here lives on. */
export interface Ends {
  /** Sessions: all but the one that acts, or those that were opened without a second factor. */
  readonly sessions?: 'others' | 'weak';
  /** Unfinished logins: all but the one that acts, or those that a code by email has begun. */
  readonly attempts?: 'others' | 'by-email';
  /** What apps were allowed, also that which outlives sessions and that of the session which acts. */
  readonly grants?: true;
  /** Access keys of programs. */
  readonly keys?: true;
  /** Links. With `verify-email` goes the address that was asked for. */
  readonly links?: readonly LinkPurpose[];
  /** Known browsers become strangers: the account's `security_version` is raised. */
  readonly browsers?: true;
  /** Counts of wrong guesses. */
  readonly guesses?: 'at-the-password' | 'before-a-recovery' | 'at-codes';
  /** Why sessions ended, for the trail. */
  readonly why?: 'password-changed' | 'recovered';
}

interface Row {
  readonly wants: Wanted;
  readonly ends: Ends;
}

/** Nobody of this kind may do it. */
type Never = 'never';

/** A session that is not trusted any more may have asked for the address whose link leads to the account. */
const pending = ['verify-email'] as const;
/** Whoever asked for one could undo the change. */
const recovery = ['recover'] as const;
const everyLink = ['verify-email', 'recover'] as const;

/** What was proved by the factor that is gone counts no more; nor does what was asked for in such a session. */
const factorGone = {
  sessions: 'others',
  attempts: 'others',
  grants: true,
  links: pending,
  browsers: true,
} as const;

/** Sessions and logins that know nothing of the new factor have proved less than the account asks for now. */
const factorCame = { sessions: 'others', attempts: 'others', browsers: true } as const;

/** Nobody gets into the account any more, nor does anything that somebody has sent themselves before. */
const everything = {
  sessions: 'others',
  attempts: 'others',
  grants: true,
  keys: true,
  links: everyLink,
  browsers: true,
} as const;

const nobody = { session: 'never', attempt: 'never', link: 'never', operator: 'never' } as const;

/** Each kind of act: by what it may be done, what that must have shown, and what ends with it. */
export const acts = {
  'password-changed': {
    ...nobody,
    session: {
      wants: 'password',
      ends: {
        sessions: 'others',
        attempts: 'others',
        grants: true,
        keys: true,
        links: everyLink,
        browsers: true,
        guesses: 'at-the-password',
      },
    },
    // The link that confirms an address stays: the same login may wait for it next.
    attempt: {
      wants: 'itself',
      ends: {
        sessions: 'others',
        attempts: 'others',
        grants: true,
        keys: true,
        links: recovery,
        browsers: true,
        guesses: 'at-the-password',
        why: 'password-changed',
      },
    },
  },
  'password-recovered': {
    ...nobody,
    link: {
      wants: 'itself',
      ends: {
        sessions: 'others',
        attempts: 'others',
        grants: true,
        keys: true,
        links: everyLink,
        browsers: true,
        guesses: 'before-a-recovery',
        why: 'recovered',
      },
    },
  },
  // Beside a second factor that there is already.
  'factor-added': { ...nobody, session: { wants: 'verified', ends: { browsers: true } } },
  'first-factor-added': {
    ...nobody,
    session: { wants: 'verified', ends: factorCame },
    // Another login that waits for a factor goes on: it is asked for this one.
    attempt: { wants: 'itself', ends: { sessions: 'others', browsers: true } },
  },
  // One whose codes can be guessed: the guesses at those before it count no more.
  'code-factor-added': {
    ...nobody,
    session: { wants: 'verified', ends: { ...factorCame, guesses: 'at-codes' } },
    attempt: { wants: 'itself', ends: { sessions: 'others', browsers: true, guesses: 'at-codes' } },
  },
  'factor-removed': { ...nobody, session: { wants: 'verified', ends: factorGone } },
  'code-factor-removed': {
    ...nobody,
    session: { wants: 'verified', ends: { ...factorGone, guesses: 'at-codes' } },
  },
  // A way in beside those that there are: what they have proved still counts.
  'identity-added': { ...nobody, session: { wants: 'verified', ends: { browsers: true, links: pending } } },
  'identity-removed': {
    ...nobody,
    session: { wants: 'verified', ends: factorGone },
    operator: { wants: 'nothing', ends: factorGone },
  },
  // It acts in the owner's name, and whoever takes it away needs no more than to be the owner.
  'key-added': { ...nobody, session: { wants: 'verified', ends: {} } },
  'key-removed': { ...nobody, session: { wants: 'alive', ends: {} } },
  // Whoever has found a key may end it: holding it is the proof.
  'key-leaked': { ...nobody, operator: { wants: 'nothing', ends: {} } },
  'set-up-dropped': { ...nobody, session: { wants: 'verified', ends: {} } },
  'passkey-renamed': { ...nobody, session: { wants: 'verified', ends: {} } },
  'recovery-codes-replaced': { ...nobody, session: { wants: 'verified', ends: { browsers: true } } },
  'factors-cleared': { ...nobody, operator: { wants: 'nothing', ends: factorGone } },
  'second-factor-required': { ...nobody, operator: { wants: 'nothing', ends: { sessions: 'weak' } } },
  'second-factor-optional': { ...nobody, operator: { wants: 'nothing', ends: {} } },
  // The next session is opened with a second factor, as whoever may act on other people's accounts must.
  'admin-role-granted': {
    ...nobody,
    // By an invitation; the session itself opens no console until it has proved a second factor.
    session: { wants: 'alive', ends: { sessions: 'others', attempts: 'others', links: pending } },
    operator: { wants: 'nothing', ends: { sessions: 'others', attempts: 'others', links: pending } },
  },
  'role-changed': { ...nobody, operator: { wants: 'nothing', ends: {} } },
  'attributes-changed': { ...nobody, operator: { wants: 'nothing', ends: {} } },
  'email-asked': {
    ...nobody,
    operator: { wants: 'nothing', ends: {} },
    session: { wants: 'verified', ends: {} },
    attempt: { wants: 'itself', ends: {} },
  },
  // What was sent to the old address opens nothing any more.
  'email-verified': {
    ...nobody,
    link: { wants: 'itself', ends: { attempts: 'by-email', links: everyLink } },
    operator: { wants: 'nothing', ends: { attempts: 'by-email', links: everyLink } },
  },
  'email-removed': {
    ...nobody,
    session: { wants: 'verified', ends: { attempts: 'by-email', links: everyLink } },
  },
  'invitation-accepted': { ...nobody, session: { wants: 'alive', ends: {} } },
  'session-ended': { ...nobody, session: { wants: 'alive', ends: {} } },
  'other-session-ended': { ...nobody, session: { wants: 'alive', ends: { links: pending } } },
  'other-sessions-ended': {
    ...nobody,
    session: {
      wants: 'alive',
      ends: { sessions: 'others', attempts: 'others', grants: true, links: pending },
    },
  },
  // A session that has just been ended leaves no app behind that acts for the account.
  'app-allowed': { ...nobody, session: { wants: 'alive', ends: {} } },
  // The grants of the one app end in the change itself.
  'app-withdrawn': { ...nobody, session: { wants: 'alive', ends: {} } },
  'account-deleted': { ...nobody, session: { wants: 'password', ends: {} } },
  'account-disabled': { ...nobody, operator: { wants: 'nothing', ends: everything } },
  'account-enabled': { ...nobody, operator: { wants: 'nothing', ends: {} } },
  'account-deletion-set': { ...nobody, operator: { wants: 'nothing', ends: everything } },
  'account-restored': { ...nobody, operator: { wants: 'nothing', ends: {} } },
  'sessions-ended': {
    ...nobody,
    operator: {
      wants: 'nothing',
      ends: { sessions: 'others', attempts: 'others', grants: true, keys: true, links: pending },
    },
  },
  'sign-in-unlocked': { ...nobody, operator: { wants: 'nothing', ends: {} } },
  // The link that leads to the new password is sent once these have ended.
  'new-password-asked': { ...nobody, operator: { wants: 'nothing', ends: everything } },
  // Emails that name the old username open nothing any more.
  'username-changed': {
    ...nobody,
    operator: { wants: 'nothing', ends: { attempts: 'by-email', links: everyLink } },
  },
  // The session of whoever looks at the account is opened and ended in the change itself.
  'impersonation-begun': { ...nobody, operator: { wants: 'nothing', ends: {} } },
  'impersonation-ended': { ...nobody, operator: { wants: 'nothing', ends: {} } },
} as const satisfies Readonly<Record<ActKind, Readonly<Record<By['kind'], Row | Never>>>>;

/** By what a kind of act may be done. */
export type ByOf<Kind extends ActKind> = Extract<
  By,
  { kind: { [Of in By['kind']]: (typeof acts)[Kind][Of] extends Never ? never : Of }[By['kind']] }
>;

/** What an admin may do to an account of others. */
export type OperatorAct = {
  [Kind in ActKind]: (typeof acts)[Kind]['operator'] extends Never ? never : Kind;
}[ActKind];

/** What the holders of sessions that an act ended are told: nothing of who acted, but that an admin did. */
export function toldOf(kind: ActKind, by: By): EndReason {
  if (by.kind === 'operator') return 'by-admin';
  if (kind === 'password-changed' || kind === 'password-recovered') return 'password-changed';
  return kind === 'other-sessions-ended' ? 'ended' : 'factors-changed';
}

/** Throws where nobody of this kind may do it, which only a mistake of ours can ask for. */
export function rowOf(kind: ActKind, by: By): Row {
  const row: Row | Never = acts[kind][by.kind];
  if (row === 'never') throw new Error(`Nothing lets "${by.kind}" do "${kind}".`);
  return row;
}
