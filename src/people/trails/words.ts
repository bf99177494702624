import type { Wording } from '../../kit/words/index.ts';
import { factorThings, factorWords } from '../factor-names.ts';
import type { Step, StepCode, StepWith } from './steps.ts';
import type { TrailKind } from './trail.ts';

/** What somebody tried to do, for people. */
const kinds: Readonly<Record<TrailKind, string>> = {
  register: 'Registration',
  login: 'Login',
  recover: 'Recovery',
  prove: 'Renewed proof',
  'verify-email': 'Confirmation of the mail address',
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
  /** The same at the head of a sentence. */
  readonly Their: string;
  /** `Ada`, or `this name`. */
  readonly name: string;
}

function whoseIs(name: string | undefined): Whose {
  if (name === undefined) return { their: 'the', Their: 'The', name: 'this name' };
  return { their: `${name}'s`, Their: `${name}'s`, name };
}

const formats = { json: 'JSON', form: 'a form', query: 'a query in the address' };

/** The compiler holds that each code has a sentence for the step of that code. */
const sentences: { readonly [Code in StepCode]: (step: StepWith<Code>, whose: Whose) => string } = {
  received: ({ format, address }) =>
    `Received as ${formats[format]} from ${address === '' ? 'a connection that is gone' : address}.`,
  'limit-read': ({ by, failures, of, counts = 'failures', waitSeconds = 0, disabled }, words) => {
    if (disabled && counts === 'codes')
      return `Codes are turned off ${counter(by, words, counts)} after ${failures} incorrect ones in a row.`;
    if (disabled) return `${words.Their} password is switched off after ${failures} failures in a row.`;
    if (counts === 'codes') {
      const codes = `${failures} incorrect codes in a row are counted ${counter(by, words, counts)}`;
      return waitSeconds > 0 ? `${codes}: the next has to wait ${waitInWords(waitSeconds)}.` : `${codes}.`;
    }
    const counted = `${failures} of ${of} ${counts} are counted ${counter(by, words)}`;
    return waitSeconds > 0
      ? `${counted}: the next try must wait ${waitInWords(waitSeconds)}.`
      : `${counted}.`;
  },
  'limit-counted': ({ by, failures, of, counts, waitSeconds = 0 }, words) => {
    if (counts === 'codes' || by === 'attempt') {
      const next =
        waitSeconds > 0 ? ` If it's incorrect, the next has to wait ${waitInWords(waitSeconds)}.` : '';
      const what = by === 'attempt' ? 'Counted' : 'Code counted';
      return `${what} as attempt ${failures} ${counter(by, words, counts)} before it's checked.${next}`;
    }
    const wait = waitSeconds > 0 ? ` If it fails, the next must wait ${waitInWords(waitSeconds)}.` : '';
    return `Counted as failure ${failures} of ${of} ${counter(by, words)} before it is judged.${wait}`;
  },
  'proof-of-work': ({ state }) => proofsOfWork[state],
  'name-typed': ({ character, place }) =>
    place === 'around'
      ? `Ignored ${characterName(character)} around the typed name.`
      : `The typed name has ${characterName(character)} in it.`,
  'account-looked-up': ({ by, found }, { their }) => {
    if (found) return `Found ${their} account by its ${lookedUpBy[by]}.`;
    return nobodyFoundBy[by];
  },
  'device-checked': ({ known }, { their }) =>
    known ? `This browser is known to ${their} account.` : 'This browser is not known to the account.',
  'hash-queued': ({ ahead }) =>
    `Waited for its turn to hash a password${ahead > 0 ? `, as number ${ahead + 1} in the queue` : ''}.`,
  'password-verified': ({ m, t, p, wraps, match }, { Their }) => {
    const inside = wraps === 'md5' ? ' of an MD5' : '';
    const checked = `${Their} password was checked against argon2id${inside}, m=${m} t=${t} p=${p}`;
    return match ? `${checked}: it matches.` : `${checked}: it does not match.`;
  },
  'hash-checked': ({ state }, { their }) =>
    state === 'up-to-date'
      ? `The hash of ${their} password is up to date.`
      : `The hash of ${their} password was renewed.`,
  'password-weak': (_, { Their }) => `${Their} password is one that nobody may choose here.`,
  'second-factor-asked': ({ factors }) =>
    `A second factor was asked: ${either(factors.map((factor) => factorWords[factor]))}.`,
  'factor-answered': (answer, { Their }) => {
    const what = `${Their} ${factorWords[answer.factor]}`;
    const late = lateness(answer.lateSeconds);
    if (!answer.ok) return `${what} ${answerReasons[answer.reason ?? 'other']}${late && ` (${late})`}.`;
    const left = answer.left === undefined ? '' : `; ${answer.left} left`;
    return `${what} is right${late && `, ${late}`}${left}.`;
  },
  'must-do-asked': ({ step }) => `Before the session ${mustDo[step]}.`,
  'factor-added': ({ factor }, { their }) =>
    `A second factor was added to ${their} account: ${factorThings[factor]}.`,
  attempt: ({ state }) => attempts[state],
  'login-code': ({ state }) => loginCodes[state],
  'verification-code': ({ state }) =>
    ({
      sent: 'An email with a verification code was queued for the verified address.',
      'too-many': 'No code was sent: too many emails were sent for this account in the last hour.',
    })[state],
  'proof-renewed': ({ factor }, { Their }) => `${Their} proof was renewed: ${factorWords[factor]}.`,
  'session-opened': ({ aal, amr }, { name }) =>
    `A session was opened${name === 'this name' ? '' : ` for ${name}`}: level ${aal}, by ${either(amr, 'and')}.`,
  'sessions-ended': ({ count, why }) =>
    `${count === 1 ? '1 session was' : `${count} sessions were`} ended: ${endings[why]}.`,
  'mail-queued': ({ kind }) => `A mail was queued: ${mails[kind]}.`,
  'name-checked': ({ ok: fits, reason }) =>
    fits ? 'The name fits the rules, and is free.' : `The name ${nameReasons[reason ?? 'characters']}.`,
  'password-judged': ({ ok: fits, reason }) =>
    fits ? 'The new password is good.' : `The new password ${passwordReasons[reason ?? 'malformed']}.`,
  'account-created': (_, { Their }) => `${Their} account was created.`,
  'password-set': (_, { Their }) => `${Their} new password was set.`,
  'recovery-link': ({ state }) => recoveryLinks[state],
  email: ({ state }, { Their }) =>
    ({
      proved: `${Their} mail address is confirmed.`,
      taken: 'The mail address belongs to another account.',
      expired: 'The link that confirms the mail address has expired, or was used before.',
    })[state],
  refused: ({ problem }) => `Refused: ${problem}.`,
  'unexpected-error': () => 'Something went wrong in the server; its log has the details.',
  'steps-left-out': ({ count }) => `${count} further steps were not written down.`,
};

function counter(by: StepWith<'limit-read'>['by'], { name }: Whose, counts?: 'codes'): string {
  if (counts === 'codes' && by === 'device') return 'for the browsers that the account knows';
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
  'not-asked': 'No proof of work was asked.',
  asked: 'A proof of work is asked before the next try.',
  accepted: 'The proof of work is right.',
  refused: 'The proof of work is wrong, or too old.',
  'spent-twice': 'The proof of work was used before.',
};

const lookedUpBy = { username: 'name', email: 'mail address', passkey: 'passkey' };

const nobodyFoundBy = {
  username: 'Nobody has this name.',
  email: 'No account has confirmed this mail address.',
  passkey: 'No account has this passkey.',
};

const mustDo = {
  'new-password': 'a new password must be chosen',
  'verify-email': 'the mail address must be confirmed',
  'add-second-factor': 'a second factor must be added',
};

const attempts: Readonly<Record<StepWith<'attempt'>['state'], string>> = {
  begun: 'The attempt waits for the next step.',
  expired: 'The attempt has expired, or was finished before.',
  foreign: 'The attempt was begun in another browser.',
};

const loginCodes: Readonly<Record<StepWith<'login-code'>['state'], string>> = {
  sent: 'An email with a code was queued for the verified address.',
  'no-address': 'No code was sent: there is no account with a confirmed mail address.',
  'too-many': 'No code was sent: there were too many in this hour.',
};

const endings = {
  replaced: 'this login takes its place',
  'too-many': 'the oldest, since there were too many',
  'password-changed': 'the password was changed',
  recovered: 'the account was recovered',
};

const mails = {
  'prove-email': 'to confirm the address',
  'email-taken': 'to the owner of the address, which somebody else has given',
  recover: 'a link to a new password',
  notice: 'a notice of what was changed',
  'new-device': 'a notice of a login from a new device',
};

const recoveryLinks: Readonly<Record<StepWith<'recovery-link'>['state'], string>> = {
  asked: 'A link to a new password was asked.',
  'no-owner': 'No account with a confirmed mail address has this name or address, so no mail is sent.',
  'too-many': 'This account has had its mails of this hour, so no further one is sent.',
  used: 'The link to a new password was used.',
  expired: 'The link to a new password has expired, or was used before.',
};

/** Why something was refused, as the end of a sentence about it. */
const answerReasons: Readonly<Record<NonNullable<StepWith<'factor-answered'>['reason']>, string>> = {
  wrong: 'is wrong',
  'outside-window': 'is outside its window',
  'already-used': 'was used before',
  expired: 'has expired',
  'too-many-tries': 'was tried too often',
  'not-sent': "wasn't sent for this sign-in or session",
  'unknown-passkey': 'is not known here',
  'not-allowed': 'is none that this account has here',
  'other-account': 'belongs to another account',
  'wrong-origin': 'was made for another address than this one',
  challenge: 'answers a question that was not asked, or not now',
  signature: 'has a signature that does not fit',
  'not-verified': 'did not check who holds the device',
  counter: 'has counted backwards: it may be a copy',
  'not-set-up': 'is not set up',
  'unreadable-key': 'cannot be checked: its key cannot be read',
  malformed: 'cannot be read',
  'wrong-type': 'was made to add it, not to log in',
  framed: 'was asked for by a page inside one of another site',
  'foreign-rp': 'was made for another name than that of this server',
  'user-absent': 'was used without anybody at the device',
  'impossible-backup': 'says that it was copied and cannot be',
  'backup-eligibility-changed': 'has changed whether it can be copied',
  'user-handle-missing': 'does not say whose it is',
  'foreign-user-handle': 'says that it belongs to somebody else',
  'verification-not-vouched': 'has come to check who holds it only since it was added',
  unavailable: 'cannot be used: this server has no name that passkeys could know it by',
  other: 'was refused',
};

const nameReasons = {
  'mixed-scripts': 'has letters of different scripts that can look the same',
  'looks-reserved': 'looks like a reserved one',
  imitates: 'looks like one that is taken',
  'too-short': 'is too short',
  'too-long': 'is too long',
  characters: 'has characters that are not allowed',
  reserved: 'is reserved',
  taken: 'is taken',
};

const passwordReasons = {
  malformed: 'has half of a character in it',
  'too-short': 'is too short',
  'too-long': 'is too long',
  common: 'is one of the most common ones',
  'is-username': 'is the username',
  'is-site-name': 'is the name of this site',
  repeated: 'is one part, repeated',
  run: 'is a run of neighbouring keys or letters',
  variation: 'is a common one with small changes',
};

/** The characters that people type or paste most often without seeing them. */
const unseen: Readonly<Record<number, string>> = {
  9: 'tab',
  10: 'line break',
  13: 'line break',
  32: 'space',
  160: 'no-break space',
  173: 'soft hyphen',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8239: 'narrow no-break space',
  8288: 'word joiner',
  12288: 'ideographic space',
  65279: 'byte order mark',
};

/** Names an unseen character by its code point: `the character U+00A0 (no-break space)`. */
function characterName(character: number): string {
  const code = `the character U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = unseen[character];
  return name === undefined ? code : `${code} (${name})`;
}

/** What the guide says of a step. */
interface Explanation {
  /** The heading, under which the guide has it. */
  readonly title: string;
  /** The rule behind the step, in one sentence. */
  readonly rule: string;
  /** Why there is this rule, and what to do where it got in the way. */
  readonly why: string;
}

/** In the order in which the steps come. The guide's page is made of these. */
const explanations: Readonly<Record<StepCode, Explanation>> = {
  received: {
    title: 'Received',
    rule: 'Who asks is known by the address of the connection; what proxies say counts only from trusted ones.',
    why: 'Every trail begins here. If all people seem to come from one address, the proxy in front of the server is not named in `trustedProxies`.',
  },
  'limit-read': {
    title: 'Limit',
    rule: 'Failures in a row bring a wait that doubles, and finally turn the password or codes off; an address has a limit too.',
    why: 'A cheap look before anything else is done, since most of an attack ends here. Browsers that an account knows are counted apart, so a stranger who guesses cannot lock the owner out. Wrong codes of a second factor are counted apart from wrong passwords. `latchkey accounts unlock NAME` forgets what was counted.',
  },
  'limit-counted': {
    title: 'Counted',
    rule: 'A try is counted as a failure before it is judged; only success takes that back.',
    why: 'If the server judged first, a thousand guesses sent at the same moment would all be judged before the first was counted.',
  },
  'proof-of-work': {
    title: 'Proof of work',
    rule: 'After a few failures the browser must solve a puzzle of about a second before the next try.',
    why: 'One person does not notice it, and a machine that wants to guess a million times does. Each solution counts once and for a limited time. A client of the API finds the puzzle in the answer `challenge-required` and sends the solution as `proofOfWork`.',
  },
  'name-typed': {
    title: 'Unseen character',
    rule: 'Spaces and invisible characters around a username or an email address are ignored. Inside it, they count.',
    why: "Phones add a space after a suggested word, and copied text brings invisible characters along. If one is inside a name, the name doesn't match, though it looks right: type it instead of pasting it.",
  },
  'account-looked-up': {
    title: 'Account',
    rule: 'Names are compared without upper and lower case, and in one form for all ways to write a letter.',
    why: 'The answer never tells whether an account was found: a name that nobody has takes every further step, with a hash that nothing fits. The name that was typed is not written down.',
  },
  'device-checked': {
    title: 'Known browser',
    rule: 'A browser that has logged in before carries a signed cookie, and its failures are counted apart.',
    why: 'The cookie replaces no password; it only chooses the counter. A change of password makes strangers of all browsers.',
  },
  'hash-queued': {
    title: 'Waiting for the hash',
    rule: 'As many passwords are hashed at once as there are processor cores; a bounded number waits.',
    why: 'More at once would only make each slower. If people wait here often, the machine is too small for them, or somebody is guessing.',
  },
  'password-verified': {
    title: 'Password',
    rule: 'A password is stored as an argon2id hash with a salt of its own, and checked by hashing what was typed.',
    why: 'The letters say what a guess costs: m is the memory in KiB, t the passes over it, p the lanes. It is slow on purpose: whoever steals the database has to pay it for every guess. A password from the workshop is first turned into its old MD5, inside the argon2id.',
  },
  'hash-checked': {
    title: 'Hash up to date',
    rule: 'After a right password a hash with old parameters is replaced by one with the present ones.',
    why: 'Only now is the password at hand, so a hash can be renewed only when somebody logs in.',
  },
  'password-weak': {
    title: 'Weak password',
    rule: 'An account with a password that nobody may choose here must set a better one before it gets a session.',
    why: 'Such passwords come from the workshop or from an import. Development accepts them so that the workshop works.',
  },
  'second-factor-asked': {
    title: 'Second factor',
    rule: 'Where an account has a second factor, a right password alone opens nothing.',
    why: 'Passwords are guessed, reused and read over shoulders; a device that one holds is not. One of the factors that are named is enough. For who has lost them all there is `latchkey accounts remove-second-factor NAME`.',
  },
  'factor-answered': {
    title: 'Answer of a factor',
    rule: 'Each answer counts once, within its time, and for the attempt that asked for it.',
    why: 'A code that is outside its window was right earlier or will be right later: the clock of the phone is wrong, and setting it by the network helps. A code that was used before is refused even within its time, since somebody may have looked on.',
  },
  'must-do-asked': {
    title: 'Something to do first',
    rule: 'A session is opened only when nothing is left that must be done before it.',
    why: 'For example a better password, or a confirmed mail address. It is asked for in the same attempt; nothing has to be typed again.',
  },
  'factor-added': {
    title: 'Second factor added',
    rule: 'An account that must have a second factor and has none adds one before it gets a session.',
    why: 'The first time the password alone leads there, and from then on it opens nothing without the factor. An account that has one already never comes here: it is asked for that. `login.secondFactor` asks it of everybody, `latchkey accounts require-second-factor NAME` of one account.',
  },
  attempt: {
    title: 'Attempt',
    rule: 'An attempt in several steps lives ten minutes, belongs to one browser, and is finished once.',
    why: 'Between two steps the server remembers what is proved already. Whoever steals the name of an attempt cannot go on with it in another browser.',
  },
  'login-code': {
    title: 'Code by mail',
    rule: 'A code goes only to a confirmed address, lives ten minutes, takes five guesses, and fits only the login that asked for it.',
    why: 'The answer to the request is the same whether or not there is such an account. A new code ends the old one, and an account is sent a few in an hour. Whoever reads the mailbox can use the code, so it never counts as a second factor; `login.emailCode` switches it off.',
  },
  'verification-code': {
    title: 'Verification code by email',
    rule: 'An account with neither a password nor a second factor confirms its identity with a code by email.',
    why: 'The code goes to the verified address only, lasts ten minutes, takes five guesses, and works only in the session that asked for it. An account that has a password or a second factor confirms that instead: access to a mailbox must not replace it.',
  },
  'proof-renewed': {
    title: 'Proof renewed',
    rule: 'Sensitive changes need a proof that is not older than ten minutes.',
    why: 'A session that was left open must not be enough to take an account over.',
  },
  'session-opened': {
    title: 'Session',
    rule: 'A new token of 256 random bits with every login; the database keeps only its SHA-256.',
    why: 'The level says how sure the server is: 1 for one factor, 2 for two, by NIST SP 800-63B-4. What was proved is named in the words of RFC 8176: `pwd` is a password, `otp` a code, `hwk` and `swk` a key in hardware or software; `email`, a code from a mail, is none of these.',
  },
  'sessions-ended': {
    title: 'Sessions ended',
    rule: 'A new password and a recovery end all sessions; a login in a browser that has one takes its place.',
    why: 'Whoever had got in before must not stay in. There is also a most number of sessions of one account; a login beyond it ends the oldest.',
  },
  'mail-queued': {
    title: 'Mail',
    rule: 'A mail is queued in the transaction of the act that it tells of, and sent beside the requests.',
    why: 'So a mail server that is slow or away neither holds a person up nor tells by its time whether a mail was sent at all. In development no email is sent: read it at `/dev/mailbox`.',
  },
  'name-checked': {
    title: 'Username',
    rule: 'A username has a length, letters and digits that are allowed, and belongs to nobody else.',
    why: 'Names that differ only in upper and lower case or in how a letter is written are the same name, so nobody can pass for somebody else.',
  },
  'password-judged': {
    title: 'Choice of password',
    rule: 'A new password is long, and none that an attacker tries first: NIST SP 800-63B-4 section 3.1.1.',
    why: 'No rules about digits and signs: they make passwords harder to keep and not harder to guess. Four or five words that do not belong together are a good one.',
  },
  'account-created': {
    title: 'Account created',
    rule: 'Account, password and first session come into being in one transaction, or none of them does.',
    why: 'Of two people who register the same name at the same moment exactly one gets it.',
  },
  'password-set': {
    title: 'New password',
    rule: 'A new password takes the place of the one that was verified, in one statement.',
    why: 'Of two changes at the same moment one wins, and the other is told so.',
  },
  'recovery-link': {
    title: 'Recovery link',
    rule: 'A link to a new password counts once, for a short time, and is sent only to a confirmed address.',
    why: 'The answer to the request is the same whether or not there is such an account. Whoever reads the mailbox can use the link, so it dies quickly. Asking again sends the same link, so nobody else can end it.',
  },
  email: {
    title: 'Mail address',
    rule: 'An address belongs to an account only when somebody has opened the link that was sent there.',
    why: 'Otherwise anybody could register with the address of somebody else, and wait. Who asks for an address that another account has confirmed gets the same answer as everybody; its owner gets a mail.',
  },
  refused: {
    title: 'Refused',
    rule: 'Every refusal has a code of its own, with a page that says what it means and what to do.',
    why: 'The answer tells the person no more than it must; the steps before this one say what really was the matter.',
  },
  'unexpected-error': {
    title: 'Unexpected error',
    rule: 'What nobody expected denies: it never lets anybody in.',
    why: 'It is a fault of the server, not of the person. The log has the details under the id of the request.',
  },
  'steps-left-out': {
    title: 'Steps left out',
    rule: 'A trail has a most length, so that nobody can fill the database with it.',
    why: 'No honest attempt takes so many steps.',
  },
};

export const english = {
  kinds,
  explanations,
  answerReasons,
  characterName,
  milliseconds,
  wait: waitInWords,
  either,
  /** What a step says. `name` is the account's, where it is known. */
  sentence: (step: Step, name?: string): string =>
    (sentences[step.code] as (step: Step, whose: Whose) => string)(step, whoseIs(name)),
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly trails: Wording<typeof english>;
  }
}
