import { isoTime } from '../../kit/clock.ts';
import type { Wording } from '../../kit/words/index.ts';
import { type FactorName, factorWords } from '../../people/factor-names.ts';
import type { AccountCounts, PresentHold } from '../../people/limits/index.ts';
import { type StepWith, type TrailKind, english as trails } from '../../people/trails/index.ts';
import type { SignInFacts } from './facts.ts';
import type { Found } from './finding.ts';
import { hasGoodHash, type PasswordFault, passwordFault, type Verdict, type Way } from './verdict.ts';

const cannot: Readonly<Record<TrailKind, string>> = {
  register: 'cannot register',
  login: 'cannot log in',
  recover: 'cannot recover the account',
  prove: 'cannot renew the proof',
  'verify-email': 'cannot confirm the mail address',
};

const waiting: Readonly<Record<TrailKind, string>> = {
  register: 'has not finished registering',
  login: 'has not finished logging in',
  recover: 'has not finished recovering the account',
  prove: 'has not finished renewing the proof',
  'verify-email': 'has not finished confirming the mail address',
};

const succeeded: Readonly<Record<TrailKind, string>> = {
  register: 'has registered',
  login: 'has logged in',
  recover: 'has recovered the account',
  prove: 'has renewed the proof',
  'verify-email': 'has confirmed the mail address',
};

const unusualWays: Readonly<Record<Exclude<Way, 'password'>, string>> = {
  passkey: 'a passkey',
  code: 'a code by email',
  link: 'a link by email, which sets a new password',
};

const faults: Readonly<Record<PasswordFault, string>> = {
  none: 'the account has no password',
  pepper: 'the hash has a pepper that is not configured here (LATCHKEY_PASSWORD_PEPPER), so no password fits',
};

/** Says a verdict as what follows "Can log in: yes, ". */
function verdictInWords(facts: SignInFacts, verdict: Verdict): string {
  const because = [...leadOf(facts, verdict), ...holdsInWords(facts, verdict)].join(' ');
  return `${because.charAt(0).toLowerCase()}${because.slice(1)}`;
}

/** By what somebody signs in, or why nothing could be right. None where a hold says it all. */
function leadOf(facts: SignInFacts, { ways, open, holds }: Verdict): string[] {
  if (facts.obstacle !== undefined) return [facts.obstacle];
  const isHeld = holds.some(({ of, by }) => of === 'password' && by === 'strangers');
  if (open.includes('password') || (open.length === 0 && hasGoodHash(facts) && !isHeld)) {
    const steps = [...passwordSteps(facts), ...laterSteps(facts, 'password')];
    return [`${['with the right password', ...steps].join('; ')}.`];
  }
  const fault = passwordFault(facts);
  const noPassword = fault === undefined ? [] : [faults[fault]];
  const [first] = open;
  if (first !== undefined) {
    return [`${[`by ${byWays(open)}`, ...noPassword, ...laterSteps(facts, first)].join('; ')}.`];
  }
  const isOnly = ways.every((way) => way === 'password');
  return noPassword.map((clause) =>
    isOnly ? `${clause}, and there is no other way to sign in.` : `${clause}.`,
  );
}

/** `a passkey or a code by email`. */
function byWays(ways: readonly Way[]): string {
  return trails.either(ways.map((way) => (way === 'password' ? 'the password' : unusualWays[way])));
}

/** What to do where the password is held up; none where no other way is open. */
const signInBy = (ways: readonly Way[]): string[] => (ways.length > 0 ? [`Sign in by ${byWays(ways)}.`] : []);

function passwordSteps({ counts, challengeAfter, password }: SignInFacts): string[] {
  return [
    ...(counts.strangers >= challengeAfter && counts.strangers > 0
      ? [`after ${guesses(counts.strangers)} a proof of work is asked first, which the page does by itself`]
      : []),
    ...(password?.isWeak
      ? ['it is marked as weak: in production the login asks for a better one, unless it keeps the rules']
      : []),
  ];
}

/** What a login goes on with after its first proof. */
function laterSteps(
  { secondFactor, mustAddSecondFactor, mustVerifyEmail }: SignInFacts,
  first: Way,
): string[] {
  return [
    ...(secondFactor !== 'none' && first !== 'passkey' ? ['the second factor is asked after it'] : []),
    ...(mustAddSecondFactor ? ['a second factor must be added after it'] : []),
    ...(mustVerifyEmail ? ['an e-mail address must be confirmed before there is a session'] : []),
  ];
}

/** What holds up sign-ins now, each in sentences that end with what helps. */
function holdsInWords(
  { username, now, codesFullUntil, codeByEmail }: SignInFacts,
  { holds }: Pick<Verdict, 'holds'>,
): string[] {
  return [
    ...holds.map((hold) => holdInWords(hold, { username, now })),
    ...(codeByEmail && codesFullUntil !== undefined
      ? [
          `No more sign-in codes are sent for another ${waitUntil(codesFullUntil, now)}, unless a browser that the account knows asks for one, or a proof of work comes along.`,
        ]
      : []),
  ];
}

function holdInWords(
  { of, by, failures, until, isFull }: PresentHold,
  { username, now }: Pick<SignInFacts, 'username' | 'now'>,
): string {
  const unlock = `"latchkey accounts unlock ${username}"`;
  if (of === 'password' && by === 'strangers') {
    const held = isFull
      ? `The password is locked after ${guesses(failures)}. ${unlock} opens it again.`
      : `${guesses(failures)} bring a wait: ${waitUntil(until, now)} more, until ${isoTime(until).slice(0, 19).replace('T', ' ')} UTC. ${unlock} ends it.`;
    return `${held} Browsers that were logged in before are not held up.`;
  }
  const [these, others] = by === 'known' ? [known, unknown] : [unknown, known];
  const what = of === 'code' ? 'incorrect codes' : 'incorrect passwords';
  if (!isFull) {
    const more = `${waitUntil(until, now)} more`;
    return `After ${failures} ${what} in a row, browsers that the account ${these} have to wait ${more}. Browsers that it ${others} don't. ${unlock} ends it.`;
  }
  const off = of === 'code' ? 'codes are turned off' : 'password sign-in is turned off';
  const also = of === 'code' ? ' A passkey or a recovery code still works.' : '';
  return `After ${failures} ${what} in a row, ${off} for browsers that the account ${these}, but not for those that it ${others}.${also} ${unlock} starts over.`;
}

const known = 'knows';
const unknown = "doesn't know";

const guesses = (count: number): string =>
  `${count} wrong ${count === 1 ? 'password' : 'passwords in a row'}`;

const waitUntil = (until: number, now: number): string => trails.wait(Math.ceil((until - now) / 1000));

/** What a list says beside an account; empty when all is as usual. */
function notesOn({
  password,
  counts,
  now,
}: Pick<SignInFacts, 'password' | 'now'> & { readonly counts: Pick<AccountCounts, 'holds'> }): string[] {
  const notes = new Set<string>();
  if (password === null) notes.add('no password');
  for (const hold of counts.holds) {
    if (hold.of === 'code' || password !== null) notes.add(noteOn(hold, now));
  }
  if (password?.hasItsPepper === false) notes.add('other pepper');
  if (password?.wrapsMd5) notes.add('MD5 inside argon2id');
  if (password?.isWeak) notes.add('weak password');
  return [...notes];
}

function noteOn({ of, by, failures, until, isFull }: PresentHold, now: number): string {
  const where = by === 'known' ? ' in known browsers' : '';
  if (isFull) return `${of === 'code' ? 'codes' : 'password'} locked${where}`;
  const wait = waitUntil(until, now);
  return of === 'code' ? `codes wait ${wait}${where}` : `waits ${wait} after ${failures} failures${where}`;
}

const times = (failures: number): string => `${failures} ${failures === 1 ? 'failure' : 'failures in a row'}`;

/** `2026-11-28 15:04 UTC`. */
const utc = (time: number): string => `${isoTime(time).slice(0, 16).replace('T', ' ')} UTC`;

/** The sentence of a step as a part of another. */
const clauseOf = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1, -1)}`;

/** Who opens the database of a server doesn't know its mode, so what nobody has tried to send may be there to be read. */
const inDevelopment = 'In development, read it at `/dev/mailbox`.';

const allLost =
  'If every factor and the recovery codes are lost: "latchkey accounts remove-second-factor NAME", when it is sure who asks.';

const answerAdvice: Partial<Readonly<Record<NonNullable<StepWith<'factor-answered'>['reason']>, string[]>>> =
  {
    wrong: ['Is it the entry of this site in the app, and of this account?'],
    'already-used': ['Each code counts once: wait for the next.'],
    expired: ['Begin again, and a new one is made.'],
    'too-many-tries': ['Begin again, and a new one is made.'],
    'unknown-passkey': ['The passkey was removed here, or is from another server.'],
    'not-allowed': ['The passkey was removed here, or is from another account or server.'],
    'wrong-origin': ['The address that people open must be `publicUrl`; a passkey is bound to it.'],
    challenge: ['Load the page again; each question counts once, and for a few minutes.'],
    'not-verified': ['The device has to ask for a PIN, a finger or a face; set one up on it.'],
    counter: ['It may have been copied: remove it and add a new one.'],
    'backup-eligibility-changed': ['Sign in another way, remove the passkey, and add it again.'],
    'unreadable-key': ['The secret key of the server was changed; only the old one reads it.', allLost],
    'verification-not-vouched': [
      'Log in once with the password and then with this passkey: after that it is enough alone.',
    ],
    'foreign-rp': ['The address that people open must be `publicUrl`; a passkey is bound to it.'],
    unavailable: ['Passkeys need a name in `publicUrl`, and https unless it is localhost.'],
    'not-set-up': ['Another factor or a recovery code has to be used.', allLost],
  };

const error = (last: string | null): string => (last === null ? '' : `: ${last}`);

const waitEnds = 'The wait ends by itself; each further failure doubles it.';

const proofAsked: Found = {
  because: 'a proof of work is asked first, and none came along',
  advice: ['A page solves it by itself when JavaScript is on; a client of the API sends `proofOfWork`.'],
};

export const english = {
  /** What follows "Can log in: yes, ". */
  verdict: verdictInWords,
  /** What holds up sign-ins now, each in sentences that end with what helps. */
  holds: holdsInWords,
  /** What a list says beside an account; empty when all is as usual. */
  notes: notesOn,

  nobody: 'Somebody',
  noTrail: (name: string | undefined) =>
    name === undefined ? 'There is no trail.' : `${name} has left no trail.`,
  succeeded: (name: string, kind: TrailKind) => `${name} ${succeeded[kind]}: nothing is the matter.`,
  /** `isWaiting` for an attempt that goes on, else it was refused. */
  stuck: (name: string, kind: TrailKind, isWaiting: boolean, because: readonly string[]) =>
    `${name} ${(isWaiting ? waiting : cannot)[kind]}: ${because.join(', ')}.`,
  proved: (proof: 'password' | FactorName) =>
    `the ${proof === 'password' ? proof : factorWords[proof]} is right`,
  answeredOnceMore:
    'Afterwards the finished attempt was answered once more, which was refused and changed nothing.',
  overByNow: 'That is over by now: the next try can be made at once.',
  passwordIsWeak: 'The password is weak: in production a new one must be chosen at the login.',
  failuresBefore: (count: number) =>
    `Before that, ${count === 1 ? 'one attempt' : `${count} attempts`} did not succeed.`,
  passwordChanged: (at: number) =>
    `The password was changed at ${utc(at)}, and nobody has logged in since: was it the old one?`,
  sentence: (clause: string) => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`,

  mail: {
    unknown: ['Check the spam folder for the email.', inDevelopment],
    inMailbox: (url: string) => [`In development no email is sent. Open ${url} to read it.`],
    accepted: (at: number) => [`The mail server accepted the email at ${utc(at)}.`, 'Check the spam folder.'],
    failed: (last: string | null) => [
      `The email couldn't be sent${error(last)}.`,
      'Check the address and `mail.url`.',
    ],
    waits: ['The email is waiting to be sent.', inDevelopment],
    retried: (last: string | null, at: number) => [
      `The email couldn't be sent yet${error(last)}.`,
      `The next attempt is at ${utc(at)}.`,
    ],
  },

  /** `ways` are those that the account has beside the password. */
  passwordFault: (fault: PasswordFault, ways: readonly Way[]): Found => ({
    because: faults[fault],
    advice: ways.length > 0 ? signInBy(ways) : ['There is no other way to sign in.'],
  }),
  noPassword: {
    because: faults.none,
    advice: ['A passkey or an email may open it: "latchkey accounts show NAME" tells.'],
  },
  /** `waitSeconds` 0 for none. */
  wrongPassword: (failures: number, waitSeconds: number): Found => ({
    because: `the password is wrong${failures > 1 ? `, ${times(failures)}` : ''}`,
    advice: [
      ...(waitSeconds > 0 ? [`The next try must wait ${trails.wait(waitSeconds)}.`] : []),
      'Upper and lower case count in a password; is another keyboard layout or Caps Lock on?',
    ],
  }),
  codesWait: (failures: number, waitSeconds: number): Found => ({
    because: `the next code has to wait ${trails.wait(waitSeconds)} after ${failures} incorrect ones in a row`,
    advice: [waitEnds],
  }),
  guessesWait: (failures: number, waitSeconds: number, by: 'account' | 'device' | 'attempt'): Found => ({
    because: `the next try must wait ${trails.wait(waitSeconds)} after ${times(failures)}${{ account: '', device: ' from this browser', attempt: ' in this sign-in' }[by]}`,
    advice: [waitEnds],
  }),
  tooManyFrom: (
    by: StepWith<'limit-read'>['by'],
    what: string,
    count: number,
    waitSeconds: number,
  ): Found => ({
    because: `there were too many ${what} from ${by === 'device' ? 'browsers that the account knows' : 'this network address'} (${count}); the next try must wait ${trails.wait(waitSeconds)}`,
    advice: ['If it is the address of many people or of a proxy, see `trustedProxies` and `limits`.'],
  }),
  /** `ways` are those that are open beside the password. */
  passwordOff: (failures: number, ways: readonly Way[]): Found => ({
    because: `the password is switched off after ${times(failures)}`,
    advice: [
      ...signInBy(ways),
      'Recover the account, or have the operator run "latchkey accounts unlock NAME".',
      'A browser that was logged in before is counted apart, and can still log in.',
    ],
  }),
  codesOff: (failures: number, isOfStrangers: boolean): Found => ({
    because: `codes are turned off after ${failures} incorrect ones in a row`,
    advice: [
      `A passkey, a recovery code, or a browser that the account ${isOfStrangers ? 'knows' : "doesn't know"} still opens it.`,
      'If none of these is left, run "latchkey accounts unlock NAME".',
    ],
  }),
  /** Why no account was found, by what it was looked up. */
  nobodyFound: {
    username: {
      because: 'no account has this name',
      advice: ['Check its spelling; "latchkey accounts list --search TEXT" finds names by a part of them.'],
    },
    email: {
      because: 'no account has confirmed this mail address',
      advice: ['Check its spelling. An address that was not confirmed finds no account; the username does.'],
    },
    passkey: {
      because: 'no account has this passkey',
      advice: ['The passkey was removed here, or is from another server.'],
    },
  },
  unseenInside: (character: number): Found => ({
    because: `the typed name has ${trails.characterName(character)} in it`,
    advice: ['Type the name instead of pasting it.'],
  }),
  nameRefused: (sentence: string): Found => ({
    because: clauseOf(sentence),
    advice: ['Another name has to be chosen.'],
  }),
  newPasswordRefused: (sentence: string): Found => ({
    because: clauseOf(sentence),
    advice: ['Four or five words that do not belong together make a good one.'],
  }),
  addressRefused: (sentence: string, isTaken: boolean): Found => ({
    because: clauseOf(sentence),
    advice: [isTaken ? 'Use another address.' : 'A new link can be requested.'],
  }),
  /** A verification lasts as long as its session; an attempt to log in does not. */
  factorAwaited: (factors: readonly FactorName[], expires: boolean): Found => ({
    because: `${trails.either(factors.map((factor) => factorWords[factor]))} is awaited`,
    advice: [...(expires ? ['The attempt expires after ten minutes.'] : []), allLost],
  }),
  wrongAnswer: ({ factor, reason = 'other', lateSeconds = 0 }: StepWith<'factor-answered'>): Found => {
    const what = `the ${factorWords[factor]}`;
    if (reason === 'outside-window' && lateSeconds !== 0) {
      const off = `${trails.wait(Math.abs(lateSeconds))} ${lateSeconds > 0 ? 'late' : 'early'}`;
      return {
        because: `${what} is ${off}, so the phone's clock may be wrong`,
        advice: ['Let the phone set its time by the network; the codes fit again at once.'],
      };
    }
    return {
      because: `${what} ${trails.answerReasons[reason]}`,
      advice: answerAdvice[reason] ?? ['Try again.'],
    };
  },
  proofs: {
    asked: proofAsked,
    refused: {
      because: 'the proof of work is wrong or too old',
      advice: ['Fetch a new challenge from `/api/challenge` and solve that.'],
    },
    'spent-twice': {
      because: 'the proof of work was used before',
      advice: ['Each one counts once: fetch a new challenge from `/api/challenge`.'],
    },
  },
  mustDos: {
    'new-password': {
      because: 'it is too weak, so a new one must be chosen first',
      advice: ['The page asks for it; over the API it is POST /api/login/{attempt}/new-password.'],
    },
    'verify-email': {
      because: 'the mail address is not confirmed yet',
      advice: ['The link in the email verifies it. A new one can be requested.'],
    },
    'add-second-factor': {
      because: 'a second factor must be added first',
      advice: [
        'The page asks for it; over the API it is POST /api/login/{attempt}/add-totp or …/add-passkey.',
      ],
    },
  },
  attempts: {
    expired: {
      because: 'the attempt has expired, or was finished before',
      advice: ['It lives ten minutes: begin again.'],
    },
    foreign: {
      because: 'the attempt was begun in another browser',
      advice: ['Finish it where it was begun, or begin again here.'],
    },
  },
  loginCodes: {
    sent: {
      because: 'the code from the mail is awaited',
      advice: ['It works for ten minutes. A new code replaces it.'],
    },
    'no-address': {
      because: 'there is no confirmed mail address that a code could be sent to',
      advice: ['The password or a passkey has to be used.'],
    },
    'too-many': {
      because: 'no further code is sent in this hour',
      advice: ['The last one still works for the sign-in that asked for it, until that expires.'],
    },
  },
  verificationCodes: {
    sent: {
      because: "the code from the email hasn't been entered yet",
      advice: ['It works for ten minutes, in the session that asked for it. A new code replaces it.'],
    },
    'too-many': {
      because: 'too many emails were sent for this account in the last hour',
      advice: ['The last code still works until it expires. Otherwise, try again in an hour.'],
    },
  },
  recoveryLinks: {
    'too-many': {
      because: 'it has had its mails of this hour',
      advice: ['The newest link still works until it is used or expires.'],
    },
    asked: {
      because: 'the link in the mail was not opened yet',
      advice: ['A new link can be requested.'],
    },
    expired: {
      because: 'the link has expired, or was used before',
      advice: ['Ask for a new one; only the newest counts.'],
    },
    'no-owner': {
      because: 'no account with a confirmed mail address has this name or address, so no mail was sent',
      advice: ['Check its spelling. Where no address is confirmed, there is no recovery by mail.'],
    },
  },
  unexpected: {
    because: 'something went wrong in the server',
    advice: ["It is no fault of the person's. The log of the server has the details."],
  },
  brokenOff: { because: 'it was broken off', advice: ['Try again.'] },
  refused: (problem: string): Found => ({
    because: `it was refused (${problem})`,
    advice: [`/problems/${problem} says what that means.`],
  }),
  /** Why a refusal is one, by its code, where no other step says so. */
  refusals: {
    busy: {
      because: 'too many passwords were waiting to be checked',
      advice: ['The server is overloaded, or somebody is guessing: try again in a moment.'],
    },
    'too-many-attempts': {
      because: 'there were too many tries before',
      advice: ['The answer says how long to wait.'],
    },
    'not-found': {
      because: 'the attempt does not wait for this any more',
      advice: ['The password was changed meanwhile, or another answer came first: begin again.'],
    },
    'challenge-required': proofAsked,
    'not-signed-in': { because: 'the session was ended elsewhere', advice: ['Log in again.'] },
    'invalid-request': {
      because: 'something was left out, or is longer than any person types',
      advice: ['The answer says which field it is.'],
    },
    'mail-off': {
      because: 'this server sends no mail',
      advice: ['Set `mail.url`; until then there is no recovery.'],
    },
    'code-refused': {
      because: 'the code does not show that the app has the key',
      advice: ['The next code, typed within its half minute, fits if the clock of the phone is right.'],
    },
    'totp-not-begun': {
      because: 'the key was not made in this login, or was tried too often',
      advice: ['The answer has a new one: scan that.'],
    },
    'passkey-refused': {
      because: 'the passkey that was made does not fit what was asked for',
      advice: ['It has to be made within five minutes, on a page of this server: begin again.'],
    },
    'forbidden-origin': {
      because: 'the page that sent it is not one of this site',
      advice: ['Name the origin of the frontend in `allowedOrigins`.'],
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly why: Wording<typeof english>;
  }
}
