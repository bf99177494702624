import { capital, type Wording } from '../../kit/words/index.ts';
import type { FactorWords } from '../factor-names.ts';
import { appSentences } from './app/app-words.ts';
import { characterName } from './character-words.ts';
import { early } from './early-words.ts';
import { explanations } from './explanation-words.ts';
import { linkRefused } from './mail-words.ts';
import { providerSentences } from './provider/words.ts';
import type { Step, StepCode, StepWith } from './steps.ts';
import type { TrailKind } from './trail.ts';

/** What somebody tried to do, for people. */
const kinds: Readonly<Record<TrailKind, string>> = {
  register: 'Sign-up',
  login: 'Sign-in',
  recover: 'Password reset',
  prove: 'Identity confirmation',
  'add-factor': 'Second factor setup',
  'verify-email': 'Email verification',
  invitation: 'Invitation',
  app: 'App',
  act: 'Form',
};

const invitations: Readonly<Record<StepWith<'invitation'>['state'], string>> = {
  accepted: 'was accepted, and its email address is verified',
  used: 'was already used',
  revoked: 'was revoked or replaced by a newer one',
  expired: 'has expired',
  unknown: "isn't one that this server keeps",
  'other-address': 'is for an email address that the account has not verified',
  'has-account': 'is for an email address that already has an account',
};

const notAdmitted: Readonly<Record<StepWith<'not-admitted'>['cause'], string>> = {
  closed: 'Nobody can sign up here: `registration.mode` is `closed`',
  invited: 'Only people with an invitation can sign up here: `registration.mode` is `invited`',
  'domain-blocked': 'The domain of the email address is blocked by the configuration',
  'domain-not-allowed': "The domain of the email address isn't one that the configuration allows",
};

/** A time in milliseconds as it stands beside a step. */
function milliseconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms * 10) / 10} ms`;
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

/** `30 s`, `2 min`, `1 h`; rounded up. */
function waitInWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/** `a`, `a or b`, `a, b or c`. */
function either(words: readonly string[], and = 'or'): string {
  const last = words.at(-1) ?? 'nothing';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${and} ${last}`;
}

/** Whose account a step is about, in the forms that English has. */
interface Whose {
  /** `Ada's`, or `the`. */
  readonly their: string;
  /** The same at the head of a sentence, where a username stays as it is. */
  readonly Their: string;
  /** `Ada`, or `this name`. */
  readonly name: string;
  /** Whether it is somebody's. */
  readonly isKnown: boolean;
}

function whoseIs(name: string | undefined): Whose {
  if (name === undefined) return { their: 'the', Their: 'The', name: 'this name', isKnown: false };
  return { their: `${name}'s`, Their: `${name}'s`, name, isKnown: true };
}

const formats = {
  json: (from: string) => `JSON request from ${from}.`,
  form: (from: string) => `Form sent from ${from}.`,
  query: (from: string) => `Request from ${from} with the credentials in the URL.`,
  link: (from: string) => `Address opened from ${from}.`,
};

/** The compiler holds that each code has a sentence for the step of that code. */
const sentences: {
  readonly [Code in StepCode]: (step: StepWith<Code>, whose: Whose, factors: FactorWords) => string;
} = {
  received: ({ format, address }) => formats[format](address === '' ? 'a closed connection' : address),
  'limit-read': ({ by, failures, of, counts, waitSeconds = 0, disabled }, words) => {
    if (disabled && counts === 'codes')
      return `Codes are turned off ${counter(by, words, counts)} after ${inARow(failures, 'incorrect code')}.`;
    if (disabled)
      return `Password sign-in ${forName(words)} is turned off after ${inARow(failures, 'failed attempt')}.`;
    if (counts === 'codes') {
      const codes = `${inARow(failures, 'incorrect code')} ${failures === 1 ? 'is' : 'are'} counted ${counter(by, words, counts)}`;
      return waitSeconds > 0 ? `${codes}: the next one must wait ${waitInWords(waitSeconds)}.` : `${codes}.`;
    }
    const counted = `${upTo(failures, of)} ${countedAs[counts ?? 'failures']} are counted ${counter(by, words)}`;
    return waitSeconds > 0
      ? `${counted}: the next attempt must wait ${waitInWords(waitSeconds)}.`
      : `${counted}.`;
  },
  'limit-counted': ({ by, failures, of, counts, waitSeconds = 0 }, words) => {
    if (counts === 'codes' || by === 'attempt') {
      const next =
        waitSeconds > 0 ? ` If it's incorrect, the next one must wait ${waitInWords(waitSeconds)}.` : '';
      const what = by === 'attempt' ? 'Counted' : 'Code counted';
      return `${what} as attempt ${failures} ${counter(by, words, counts)} before it's checked.${next}`;
    }
    const wait = waitSeconds > 0 ? ` If it fails, the next one must wait ${waitInWords(waitSeconds)}.` : '';
    return `Counted as attempt ${upTo(failures, of)} ${counter(by, words)} before it's checked.${wait}`;
  },
  'proof-of-work': ({ state }) => proofsOfWork[state],
  'name-typed': ({ character, place }) =>
    place === 'around'
      ? `Ignored ${characterName(character)} around the username.`
      : `The username has ${characterName(character)} in it.`,
  'account-looked-up': ({ by, found }, { their }) => {
    if (found) return `Found ${their} account by its ${lookedUpBy[by]}.`;
    return nobodyFoundBy[by];
  },
  'account-closed': ({ state }, { Their }) =>
    `${Their} account was ${state} by an admin, so the attempt is refused like an incorrect one.`,
  'device-checked': ({ known }, { Their }) =>
    known ? `${Their} account knows this browser.` : "The account doesn't know this browser.",
  'hash-queued': ({ ahead }) =>
    `Waited to hash the password${ahead > 0 ? ` as number ${ahead + 1} in the queue` : ''}.`,
  'password-verified': ({ m, t, p, wraps, match }, { Their }) => {
    const inside = wraps === 'md5' ? ' of an MD5' : '';
    const checked = `${Their} password was checked against argon2id${inside}, m=${m} t=${t} p=${p}`;
    return match ? `${checked}: it matches.` : `${checked}: it doesn't match.`;
  },
  'hash-checked': ({ state }, { their }) =>
    state === 'up-to-date'
      ? `The stored hash of ${their} password uses the current settings.`
      : `The stored hash of ${their} password was renewed with the current settings.`,
  'password-weak': (_, { Their }) => `${Their} password is too weak to be allowed here.`,
  'second-factor-asked': ({ factors: offered }, _whose, factors) =>
    `A second factor is required: ${either(offered.map((factor) => factors[factor].called))}.`,
  'factor-answered': (answer, { Their }, factors) => {
    const what = `${Their} ${factors[answer.factor].called}`;
    const late = lateness(answer.lateSeconds);
    if (!answer.ok) return `${what} ${answerReasons[answer.reason ?? 'other']}${late && ` (${late})`}.`;
    const left = answer.left === undefined ? '' : `; ${answer.left} left`;
    return `${what} is correct${late && `, ${late}`}${left}.`;
  },
  'browser-refused': ({ error, seconds, adding }) =>
    `The browser ended the ${adding ? 'request to add a passkey' : 'passkey request'} after ${waitInWords(seconds)}: ${error}.`,
  'must-do-asked': ({ step }) => `Before the session starts, ${mustDo[step]}.`,
  'factor-added': ({ factor }, { their }, factors) =>
    `A second factor was added to ${their} account: ${factors[factor].thing}.`,
  attempt: ({ state }) => attempts[state],
  'login-code': ({ state }, whose) =>
    state === 'no-address' ? nothingSent('code', whose) : loginCodes[state],
  'verification-code': ({ state }) =>
    ({
      sent: 'An email with a verification code was queued for the verified address.',
      'too-many': 'No code was sent: too many emails were sent for this account in the last hour.',
    })[state],
  'proof-renewed': ({ factor }, { Their }, factors) =>
    `${Their} identity was confirmed: ${factor === 'identity' ? 'another provider' : factors[factor].called}.`,
  'session-opened': ({ aal, amr }, { name, isKnown }) =>
    `A session started${isKnown ? ` for ${name}` : ''}: level ${aal}, verified by ${either(amr, 'and')}.`,
  'cookie-given': ({ name, secure, maxAgeSeconds }) =>
    `The browser gets the session as the cookie \`${name}\`: HttpOnly, SameSite=Lax, Path=/${secure ? ', Secure' : ''}, ${maxAgeSeconds === undefined ? 'until the browser is closed' : `for ${maxAgeSeconds} s (Max-Age)`}.`,
  'cookie-at-risk': ({ fault }) =>
    fault === 'insecure'
      ? "The page was opened over http, so the browser won't send the session's cookie back."
      : "The page belongs to another site, so the browser may not keep the session's cookie.",
  'form-sent': ({ operation }) => `The form does what \`${operation}\` does.`,
  'session-missing': ({ reason }) => `The session's cookie opens nothing: ${missing[reason]}.`,
  'sessions-ended': ({ count, why }) =>
    `${count === 1 ? '1 session was' : `${count} sessions were`} ended: ${endings[why]}.`,
  'mail-queued': ({ kind }) => `An email was queued: ${mails[kind]}.`,
  'name-checked': ({ ok: fits, reason }) =>
    fits ? 'The username is allowed and available.' : `The username ${nameReasons[reason ?? 'characters']}.`,
  'password-judged': ({ ok: fits, reason }) =>
    fits ? 'The new password is allowed.' : `The new password ${passwordReasons[reason ?? 'malformed']}.`,
  'not-admitted': ({ cause }) => `${notAdmitted[cause]}.`,
  invitation: ({ state }) => `The invitation ${invitations[state]}.`,
  'account-created': (_, { Their }) => `${Their} account was created.`,
  'password-set': (_, { Their }) => `${Their} new password was set.`,
  'recovery-link': ({ state }, whose) =>
    state === 'no-owner' ? nothingSent('email', whose) : recoveryLinks[state],
  email: ({ state }, { Their }) =>
    ({
      proved: `${Their} email address is verified.`,
      taken: 'The email address belongs to another account.',
      expired: 'The link to verify the email address has expired or was already used.',
    })[state],
  'link-refused': (step) => `${capital(linkRefused(step))}.`,
  refused: ({ problem }) => `Answered with the error ${problem}.`,
  'refused-early': (step) => `Refused before anything was tried: ${early.refusedBecause(step)}.`,
  'database-trouble': ({ trouble }) => `Not answered: ${early.troubles[trouble]}.`,
  'pepper-differs': ({ state }, { Their }) =>
    `${Their} password ${early.peppers[state]}, so no password matches.`,
  'password-hashed': ({ of }) =>
    of === 'new'
      ? 'The new password was hashed.'
      : 'Checked a hash that no password matches, so that the answer takes as long as any other.',
  'common-passwords-loaded': () => 'Loaded the list of common passwords.',
  'password-in-url': () => 'Warning: the password was in the URL, where browsers and proxies keep it.',
  'verification-needed': (step, { name, isKnown }) =>
    `${isKnown ? name : 'The person'} ${early.lastProof(step)}.`,
  ...appSentences,
  ...providerSentences,
  'unexpected-error': () => 'Something went wrong in the server. The log has the details.',
  'steps-left-out': ({ count }) => `${count} more steps were not recorded.`,
};

/** What a limit counts. */
const countedAs = {
  failures: 'failed attempts',
  codes: 'incorrect codes',
  registrations: 'sign-ups',
  recoveries: 'password resets',
  'logins by passkey': 'passkey sign-ins',
  'logins by provider': 'sign-ins with a provider',
  'codes by mail': 'sign-in codes',
  'wrong links': 'incorrect links',
};

const inARow = (count: number, what: string): string =>
  count === 1 ? `1 ${what}` : `${count} ${what}s in a row`;

/** `2 of 5`; past the bound only how many. */
const upTo = (count: number, of: number): string => (count > of ? `${count}` : `${count} of ${of}`);

const forName = ({ name }: Whose): string => `for ${name}`;

function counter(by: StepWith<'limit-read'>['by'], { name }: Whose, counts?: 'codes'): string {
  if (counts === 'codes' && by === 'device') return 'for browsers that the account knows';
  if (counts === 'codes') return "for browsers that the account doesn't know";
  return {
    account: `for ${name}`,
    device: 'for this browser',
    address: 'for this address',
    attempt: 'in this sign-in',
  }[by];
}

/** `90 s late`; empty for none. */
function lateness(seconds = 0): string {
  if (seconds === 0) return '';
  return `${waitInWords(Math.abs(seconds))} ${seconds > 0 ? 'late' : 'early'}`;
}

const proofsOfWork: Readonly<Record<StepWith<'proof-of-work'>['state'], string>> = {
  'not-asked': 'No proof of work was required.',
  asked: 'A proof of work is required before the next attempt.',
  accepted: 'The proof of work is correct.',
  refused: 'The proof of work is incorrect or has expired.',
  'spent-twice': 'The proof of work was already used.',
  waited: 'The browser waited instead of doing a proof of work.',
  'wait-early': "The wait that replaces the proof of work wasn't over yet.",
  'wait-void':
    'The wait that replaces the proof of work has expired, was already used, or was for something else.',
};

const lookedUpBy = { username: 'username', email: 'email address', passkey: 'passkey' };

const nobodyFoundBy = {
  username: 'No account has this username.',
  email: 'No account has verified this email address.',
  passkey: 'No account has this passkey.',
};

const mustDo = {
  'new-password': 'a new password must be chosen',
  'verify-email': 'the email address must be verified',
  'add-second-factor': 'a second factor must be added',
};

const attempts: Readonly<Record<StepWith<'attempt'>['state'], string>> = {
  begun: 'The attempt is waiting for the next step.',
  expired: 'The attempt has expired.',
  complete: 'The attempt is already complete.',
  gone: 'The attempt was ended by a change to the account, or expired a while ago.',
  'not-asked': "The attempt doesn't ask for this kind of answer now.",
  foreign: 'The attempt was started in another browser.',
  'without-cookie': 'The request came without the cookie or token of its attempt.',
  unnamed: 'The request names no attempt.',
};

const loginCodes: Readonly<Record<Exclude<StepWith<'login-code'>['state'], 'no-address'>, string>> = {
  sent: 'An email with a code was queued for the verified address.',
  'too-many': 'No code was sent: too many were sent in the last hour.',
};

/** An account without an address of its own, or a name that is nobody's. */
const nothingSent = (what: 'code' | 'email', { Their, isKnown }: Whose): string =>
  isKnown
    ? `${Their} account has no verified email address, so no ${what} was sent.`
    : `No account has this username or verified email address, so no ${what} was sent.`;

const endings = {
  replaced: 'this sign-in replaces it',
  'too-many': 'the oldest, because there were too many',
  'password-changed': 'the password was changed',
  recovered: 'the password was reset',
};

const mails = {
  'prove-email': 'to verify the address',
  'email-taken': 'to the owner of the address, which someone else entered',
  recover: 'a password reset link',
  notice: 'a notice of the change',
  'new-device': 'a notice of a sign-in on a new device',
};

const recoveryLinks: Readonly<Record<Exclude<StepWith<'recovery-link'>['state'], 'no-owner'>, string>> = {
  asked: 'A password reset link was requested.',
  'too-many': 'Too many emails were sent for this account in the last hour, so no more are sent.',
  used: 'The password reset link was used.',
  expired: 'The password reset link has expired or was already used.',
};

/** Why a cookie has no session. */
const missing: Readonly<Record<StepWith<'session-missing'>['reason'], string>> = {
  unknown: 'the session is unknown here',
  idle: "the session wasn't used for too long",
  absolute: 'the session got too old',
  'too-many': 'newer sessions took its place',
  'signed-out': 'they signed out',
  ended: 'the session was ended',
  'password-changed': 'the password was changed',
  'factors-changed': 'the ways to sign in were changed',
  'by-admin': 'an admin ended the session',
};

/** Why something was refused, as the end of a sentence about it. */
const answerReasons: Readonly<Record<NonNullable<StepWith<'factor-answered'>['reason']>, string>> = {
  wrong: 'is incorrect',
  'outside-window': 'is outside its time window',
  'already-used': 'was already used',
  expired: 'has expired',
  'too-many-tries': 'was tried too often',
  'not-sent': "wasn't sent for this sign-in or session",
  'unknown-passkey': "isn't known here",
  'not-allowed': "doesn't belong to this account",
  'other-account': 'belongs to another account',
  'wrong-origin': 'was made for another address',
  challenge: "responds to a challenge that wasn't issued or has expired",
  signature: "has a signature that doesn't match",
  'not-verified': "didn't verify the person using the device",
  counter: 'has a counter that went backwards, so it may be a copy',
  'not-set-up': "isn't set up",
  'unreadable-key': "can't be checked, because its key can't be read",
  malformed: "can't be read",
  'wrong-type': 'was made to add it, not to sign in',
  framed: 'was requested by a page embedded in another site',
  'foreign-rp': 'was made for another host name',
  'user-absent': 'was used without anyone at the device',
  'impossible-backup': "claims to be backed up, which it can't be",
  'backup-eligibility-changed': 'has changed whether it can be copied',
  'user-handle-missing': "doesn't say whose it is",
  'foreign-user-handle': 'says that it belongs to someone else',
  'verification-not-vouched': 'has verified its user only since it was added',
  unavailable: "can't be used, because this server has no host name for passkeys",
  removed: 'was removed',
  replaced: 'was replaced by a newer one',
  'other-attempt': 'was sent for another sign-in',
  'account-closed': 'belongs to an account that an admin has disabled or deleted',
  other: 'was refused',
};

const nameReasons = {
  'mixed-scripts': 'mixes scripts with letters that look the same',
  'looks-reserved': 'looks like a reserved one',
  imitates: 'looks like one that is already taken',
  'too-short': 'is too short',
  'too-long': 'is too long',
  characters: "has characters that aren't allowed",
  reserved: 'is reserved',
  taken: 'is already taken',
};

const passwordReasons = {
  malformed: 'has an incomplete character',
  'too-short': 'is too short',
  'too-long': 'is too long',
  common: 'is one of the most common ones',
  'is-username': 'is the username',
  'is-site-name': 'is the name of this site',
  repeated: 'repeats the same part',
  run: 'is a sequence of letters, numbers or keys',
  variation: 'is too similar to a common one or a name',
};

export const english = {
  early,
  kinds,
  explanations,
  answerReasons,
  countedAs,
  characterName,
  missing,
  milliseconds,
  wait: waitInWords,
  linkRefused,
  either,
  /** What a step says. `name` is the account's, where it is known. */
  sentence: (step: Step, name: string | undefined, factors: FactorWords): string =>
    (sentences[step.code] as (step: Step, whose: Whose, factors: FactorWords) => string)(
      step,
      whoseIs(name),
      factors,
    ),
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly trails: Wording<typeof english>;
  }
}
