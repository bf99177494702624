import { factorThings, factorWords } from '../factor-names.ts';
import { characterName } from './character-name.ts';
import { explanations } from './explanations.ts';
import { answerReasons, nameReasons, passwordReasons } from './reasons.ts';
import type { Step, StepCode, StepWith } from './steps.ts';
import type { TrailKind } from './trail.ts';

/** `refused` is what got in the way, `ok` what was passed, `info` all else. */
export type StepOutcome = 'ok' | 'refused' | 'info';

/** A step for people. */
export interface DescribedStep {
  readonly sentence: string;
  readonly outcome: StepOutcome;
  readonly rule: {
    readonly title: string;
    readonly text: string;
    /** Where the guide explains it: the part after `#`. */
    readonly anchor: string;
  };
}

/** What somebody tried to do, for people. */
export const kindNames: Readonly<Record<TrailKind, string>> = {
  register: 'Registration',
  login: 'Login',
  recover: 'Recovery',
  prove: 'Renewed proof',
  'verify-email': 'Confirmation of the mail address',
};

/** Puts a step into plain words. `name` is the account's, where it is known. */
export function describe(step: Step, name?: string): DescribedStep {
  const { sentence, outcome } = sayingOf(step)(step, wordsFor(name));
  const { title, rule } = explanations[step.code];
  return { sentence, outcome, rule: { title, text: rule, anchor: step.code } };
}

/** A time in milliseconds as it stands beside a step. */
export function milliseconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms * 10) / 10} ms`;
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

/** `30 s`, `2 min`, `1 h`; rounded up. */
export function waitInWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[], and = 'or'): string {
  const last = words.at(-1) ?? 'nothing';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${and} ${last}`;
}

interface Words {
  /** `Ada's`, or `the`. */
  readonly their: string;
  /** The same at the head of a sentence. */
  readonly Their: string;
  /** `Ada`, or `this name`. */
  readonly name: string;
}

function wordsFor(name: string | undefined): Words {
  if (name === undefined) return { their: 'the', Their: 'The', name: 'this name' };
  return { their: `${name}'s`, Their: `${name}'s`, name };
}

interface Saying {
  readonly sentence: string;
  readonly outcome: StepOutcome;
}

type Say<Of extends Step = Step> = (step: Of, words: Words) => Saying;

const info = (sentence: string): Saying => ({ sentence, outcome: 'info' });
const ok = (sentence: string): Saying => ({ sentence, outcome: 'ok' });
const refused = (sentence: string): Saying => ({ sentence, outcome: 'refused' });

/** The compiler holds that each code has a saying for the step of that code. */
const sayingOf = (step: Step): Say => sayings[step.code] as Say;

const formats = { json: 'JSON', form: 'a form', query: 'a query in the address' };

const sayings: { readonly [Code in StepCode]: Say<StepWith<Code>> } = {
  received: ({ format, address }) =>
    info(`Received as ${formats[format]} from ${address === '' ? 'a connection that is gone' : address}.`),
  'limit-read': ({ by, failures, of, counts = 'failures', waitSeconds = 0, disabled }, words) => {
    if (disabled && counts === 'codes')
      return refused(
        `Codes are turned off ${counter(by, words, counts)} after ${failures} incorrect ones in a row.`,
      );
    if (disabled)
      return refused(`${words.Their} password is switched off after ${failures} failures in a row.`);
    if (counts === 'codes') {
      const codes = `${failures} incorrect codes in a row are counted ${counter(by, words, counts)}`;
      return refused(
        waitSeconds > 0 ? `${codes}: the next has to wait ${waitInWords(waitSeconds)}.` : `${codes}.`,
      );
    }
    const counted = `${failures} of ${of} ${counts} are counted ${counter(by, words)}`;
    return waitSeconds > 0
      ? refused(`${counted}: the next try must wait ${waitInWords(waitSeconds)}.`)
      : ok(`${counted}.`);
  },
  'limit-counted': ({ by, failures, of, counts, waitSeconds = 0 }, words) => {
    if (counts === 'codes' || by === 'attempt') {
      const next =
        waitSeconds > 0 ? ` If it's incorrect, the next has to wait ${waitInWords(waitSeconds)}.` : '';
      const what = by === 'attempt' ? 'Counted' : 'Code counted';
      return info(`${what} as attempt ${failures} ${counter(by, words, counts)} before it's checked.${next}`);
    }
    const wait = waitSeconds > 0 ? ` If it fails, the next must wait ${waitInWords(waitSeconds)}.` : '';
    return info(`Counted as failure ${failures} of ${of} ${counter(by, words)} before it is judged.${wait}`);
  },
  'proof-of-work': ({ state }) => proofsOfWork[state],
  'name-typed': ({ character, place }) =>
    place === 'around'
      ? info(`Ignored ${characterName(character)} around the typed name.`)
      : refused(`The typed name has ${characterName(character)} in it.`),
  'account-looked-up': ({ by, found }, { their }) => {
    if (found) return ok(`Found ${their} account by its ${lookedUpBy[by]}.`);
    return refused(nobodyFoundBy[by]);
  },
  'device-checked': ({ known }, { their }) =>
    info(known ? `This browser is known to ${their} account.` : 'This browser is not known to the account.'),
  'hash-queued': ({ ahead }) =>
    info(
      `Waited for its turn to hash a password${ahead > 0 ? `, as number ${ahead + 1} in the queue` : ''}.`,
    ),
  'password-verified': ({ m, t, p, wraps, match }, { Their }) => {
    const inside = wraps === 'md5' ? ' of an MD5' : '';
    const checked = `${Their} password was checked against argon2id${inside}, m=${m} t=${t} p=${p}`;
    return match ? ok(`${checked}: it matches.`) : refused(`${checked}: it does not match.`);
  },
  'hash-checked': ({ state }, { their }) =>
    ok(
      state === 'up-to-date'
        ? `The hash of ${their} password is up to date.`
        : `The hash of ${their} password was renewed.`,
    ),
  'password-weak': (_, { Their }) => info(`${Their} password is one that nobody may choose here.`),
  'second-factor-asked': ({ factors }) =>
    info(`A second factor was asked: ${either(factors.map((factor) => factorWords[factor]))}.`),
  'factor-answered': (answer, { Their }) => {
    const what = `${Their} ${factorWords[answer.factor]}`;
    const late = lateness(answer.lateSeconds);
    if (!answer.ok)
      return refused(`${what} ${answerReasons[answer.reason ?? 'other']}${late && ` (${late})`}.`);
    const left = answer.left === undefined ? '' : `; ${answer.left} left`;
    return ok(`${what} is right${late && `, ${late}`}${left}.`);
  },
  'must-do-asked': ({ step }) => info(`Before the session ${mustDo[step]}.`),
  'factor-added': ({ factor }, { their }) =>
    ok(`A second factor was added to ${their} account: ${factorThings[factor]}.`),
  attempt: ({ state }) => attempts[state],
  'login-code': ({ state }) => loginCodes[state],
  'verification-code': ({ state }) =>
    ({
      sent: info('An email with a verification code was queued for the verified address.'),
      'too-many': refused('No code was sent: too many emails were sent for this account in the last hour.'),
    })[state],
  'proof-renewed': ({ factor }, { Their }) => ok(`${Their} proof was renewed: ${factorWords[factor]}.`),
  'session-opened': ({ aal, amr }, { name }) =>
    ok(
      `A session was opened${name === 'this name' ? '' : ` for ${name}`}: level ${aal}, by ${either(amr, 'and')}.`,
    ),
  'sessions-ended': ({ count, why }) =>
    info(`${count === 1 ? '1 session was' : `${count} sessions were`} ended: ${endings[why]}.`),
  'mail-queued': ({ kind }) => info(`A mail was queued: ${mails[kind]}.`),
  'name-checked': ({ ok: fits, reason }) =>
    fits
      ? ok('The name fits the rules, and is free.')
      : refused(`The name ${nameReasons[reason ?? 'characters']}.`),
  'password-judged': ({ ok: fits, reason }) =>
    fits
      ? ok('The new password is good.')
      : refused(`The new password ${passwordReasons[reason ?? 'malformed']}.`),
  'account-created': (_, { Their }) => ok(`${Their} account was created.`),
  'password-set': (_, { Their }) => ok(`${Their} new password was set.`),
  'recovery-link': ({ state }) => recoveryLinks[state],
  email: ({ state }, { Their }) =>
    ({
      proved: ok(`${Their} mail address is confirmed.`),
      taken: refused('The mail address belongs to another account.'),
      expired: refused('The link that confirms the mail address has expired, or was used before.'),
    })[state],
  refused: ({ problem }) => refused(`Refused: ${problem}.`),
  'unexpected-error': () => refused('Something went wrong in the server; its log has the details.'),
  'steps-left-out': ({ count }) => info(`${count} further steps were not written down.`),
};

function counter(by: StepWith<'limit-read'>['by'], { name }: Words, counts?: 'codes'): string {
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

const proofsOfWork: Readonly<Record<StepWith<'proof-of-work'>['state'], Saying>> = {
  'not-asked': info('No proof of work was asked.'),
  asked: refused('A proof of work is asked before the next try.'),
  accepted: ok('The proof of work is right.'),
  refused: refused('The proof of work is wrong, or too old.'),
  'spent-twice': refused('The proof of work was used before.'),
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

const attempts: Readonly<Record<StepWith<'attempt'>['state'], Saying>> = {
  begun: info('The attempt waits for the next step.'),
  expired: refused('The attempt has expired, or was finished before.'),
  foreign: refused('The attempt was begun in another browser.'),
};

const loginCodes: Readonly<Record<StepWith<'login-code'>['state'], Saying>> = {
  sent: info('An email with a code was queued for the verified address.'),
  'no-address': refused('No code was sent: there is no account with a confirmed mail address.'),
  'too-many': refused('No code was sent: there were too many in this hour.'),
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

const recoveryLinks: Readonly<Record<StepWith<'recovery-link'>['state'], Saying>> = {
  asked: info('A link to a new password was asked.'),
  'no-owner': refused(
    'No account with a confirmed mail address has this name or address, so no mail is sent.',
  ),
  'too-many': refused('This account has had its mails of this hour, so no further one is sent.'),
  used: ok('The link to a new password was used.'),
  expired: refused('The link to a new password has expired, or was used before.'),
};
