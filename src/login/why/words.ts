import type { ProblemWords } from '../../kit/problem.ts';
import { capital, utc, type Wording } from '../../kit/words/index.ts';
import type { Closure } from '../../people/accounts/index.ts';
import type { FactorName, FactorWords } from '../../people/factor-names.ts';
import { type StepWith, type TrailKind, english as trails } from '../../people/trails/index.ts';
import { clauseOf, type Found } from './finding.ts';
import type { PasswordFault, Way } from './verdict.ts';
import { appAllowed, appRefused, appWaits } from './words/app-words.ts';
import { browserRefused } from './words/browser-words.ts';
import { serverClock, setBack } from './words/clock-words.ts';
import { early } from './words/early-words.ts';
import { english as email } from './words/email-words.ts';
import { nearNames } from './words/near-name-words.ts';
import { session } from './words/session-words.ts';
import {
  closedInWords,
  faults,
  holdsInWords,
  incorrect,
  notesOn,
  signInBy,
  times,
  verdictInWords,
} from './words/verdict-words.ts';

const cannot: Readonly<Record<TrailKind, string>> = {
  register: "couldn't sign up",
  login: "couldn't sign in",
  recover: "couldn't reset the password",
  prove: "couldn't confirm their identity",
  'add-factor': "couldn't add a second factor",
  'verify-email': "couldn't verify the email address",
  invitation: "couldn't accept the invitation",
  app: "couldn't sign in to an app",
  act: "couldn't do that",
};

const waiting: Readonly<Record<TrailKind, string>> = {
  register: "hasn't finished signing up",
  login: "hasn't finished signing in",
  recover: "hasn't finished resetting the password",
  prove: "hasn't finished confirming their identity",
  'add-factor': "hasn't finished adding a second factor",
  'verify-email': "hasn't finished verifying the email address",
  invitation: "hasn't finished accepting the invitation",
  app: "hasn't finished signing in to an app",
  act: "hasn't finished",
};

const succeeded: Readonly<Record<TrailKind, string>> = {
  register: 'signed up',
  login: 'signed in',
  recover: 'reset the password',
  prove: 'confirmed their identity',
  'add-factor': 'added a second factor',
  'verify-email': 'verified the email address',
  invitation: 'accepted the invitation',
  app: 'signed in to an app',
  act: 'sent a form',
};

const allLost =
  'If every factor and the recovery codes are lost, run "latchkey accounts remove-second-factor NAME" once you\'re sure who is asking.';

/** With the last way out where nothing but it may be left. */
function adviceAfter(
  { whenIncorrect, whenRefused }: FactorWords[FactorName],
  reason: string,
): readonly string[] {
  if (reason === 'wrong') return [whenIncorrect];
  const advice = whenRefused[reason] ?? ['Try again.'];
  return reason === 'unreadable-key' || reason === 'not-set-up' ? [...advice, allLost] : advice;
}

const waitEnds = 'The wait ends by itself. Each further failed attempt doubles it.';

const proofAsked: Found = {
  because: "a proof-of-work challenge was required, but the request didn't include one",
  advice: [
    'A page solves it automatically when JavaScript is on; without it, wait as long as the page says. An API client sends `proofOfWork`.',
  ],
};

export const english = {
  early,
  session,
  /** What follows "Can sign in: yes, ". */
  verdict: verdictInWords,
  closed: closedInWords,
  /** Of an attempt that isn't the newest. */
  wasClosed: (state: Closure) => `the account was ${state} at the time`,
  /** What holds up sign-ins now, each in sentences that end with what helps. */
  holds: holdsInWords,
  /** What a list says beside an account; empty when all is as usual. */
  notes: notesOn,

  nobody: 'Someone',
  noTrail: (name: string | undefined) => (name === undefined ? "There's no trail." : `${name} has no trail.`),
  /** A form of a page that is no attempt. */
  acted: (name: string, operation: string | undefined) =>
    `${name} sent a form, and it was accepted.${operation === undefined ? '' : ` It does what \`${operation}\` does.`}`,
  sessionMissing: (reason: StepWith<'session-missing'>['reason']): Found => ({
    because: trails.missing[reason],
    advice: ['Sign in again.'],
  }),
  succeeded: (name: string, kind: TrailKind) => `${name} ${succeeded[kind]} successfully.`,
  /** `isWaiting` for an attempt that goes on, else it was refused. */
  stuck: (name: string, kind: TrailKind, isWaiting: boolean, because: readonly string[]) =>
    `${name} ${(isWaiting ? waiting : cannot)[kind]}: ${because.join(', ')}.`,
  moreFaults: (count: number) => (count === 1 ? '1 more thing was wrong' : `${count} more things were wrong`),
  proved: (factor: FactorName, factors: FactorWords) => `the ${factors[factor].called} is correct`,
  answeredOnceMore:
    'After that, someone tried to continue the finished attempt. It was refused, and nothing changed.',
  overByNow: "That's over by now. They can try again right away.",
  passwordIsWeak: 'The password is weak. In production, signing in requires a new one.',
  failuresBefore: (count: number) =>
    `Before that, ${count === 1 ? 'one attempt' : `${count} attempts`} failed.`,
  passwordChanged: (at: number) =>
    `The password was changed at ${utc(at)}, and nobody has signed in since. It may have been the old one.`,
  /** Of one that waits: it has expired, or is gone. */
  attemptExpired: (at: number) => `The attempt expired at ${utc(at)}. They can start over.`,
  attemptGone: 'A change to the account has ended the attempt. They can start over.',
  meanwhile: (said: string, at: number) => `In the meantime: ${said}, on ${utc(at)}.`,
  sentence: (clause: string) => `${capital(clause)}.`,

  ...email,

  /** `ways` are those that the account has beside the password. */
  passwordFault: (fault: PasswordFault, ways: readonly Way[]): Found => ({
    because: faults[fault],
    advice: [
      ...(fault === 'pepper' ? early.pepper : []),
      ...(ways.length > 0 ? signInBy(ways) : ['There is no other way to sign in.']),
    ],
  }),
  noPassword: {
    because: faults.none,
    advice: ['A passkey or an email may still work: see "latchkey accounts show NAME".'],
  },
  /** `waitSeconds` 0 for none. */
  wrongPassword: (failures: number, waitSeconds: number, factors: FactorWords): Found => ({
    because: `the password is incorrect${failures > 1 ? `, ${times(failures)}` : ''}`,
    advice: [
      ...(waitSeconds > 0 ? [`The next attempt must wait ${trails.wait(waitSeconds)}.`] : []),
      factors.password.whenIncorrect,
    ],
  }),
  codesWait: (failures: number, waitSeconds: number): Found => ({
    because: `the next code must wait ${trails.wait(waitSeconds)} after ${incorrect(failures, 'code')}`,
    advice: [waitEnds],
  }),
  guessesWait: (failures: number, waitSeconds: number, by: 'account' | 'device' | 'attempt'): Found => ({
    because: `the next attempt must wait ${trails.wait(waitSeconds)} after ${times(failures)}${{ account: '', device: ' from this browser', attempt: ' in this sign-in' }[by]}`,
    advice: [waitEnds],
  }),
  tooManyFrom: (
    by: StepWith<'limit-read'>['by'],
    what: keyof typeof trails.countedAs,
    count: number,
    waitSeconds: number,
  ): Found => ({
    because: `there were too many ${trails.countedAs[what]} from ${by === 'device' ? 'browsers that the account knows' : 'this network address'} (${count}); the next attempt must wait ${trails.wait(waitSeconds)}`,
    advice: ['If many people or a proxy share the address, see `trustedProxies` and `limits`.'],
  }),
  /** `ways` are those that are open beside the password. */
  passwordOff: (failures: number, ways: readonly Way[], { name = 'NAME', canReset = true } = {}): Found => ({
    because: `password sign-in is turned off after ${times(failures)}`,
    advice: [
      ...signInBy(ways),
      `${canReset ? 'Reset the password, or run' : 'Run'} "latchkey accounts unlock ${name}". Waiting doesn't turn it on again.`,
      'A browser that has signed in before is counted separately and can still sign in.',
    ],
  }),
  codesOff: (failures: number, isOfStrangers: boolean): Found => ({
    because: `codes are turned off after ${incorrect(failures, 'code')}`,
    advice: [
      `A passkey, a recovery code, or a browser that the account ${isOfStrangers ? 'knows' : "doesn't know"} still works.`,
      'If none of these is left, run "latchkey accounts unlock NAME".',
    ],
  }),
  /** Why no account was found, by what it was looked up. */
  nobodyFound: {
    username: {
      because: 'no account has this username',
      advice: [
        'Check the spelling. "latchkey accounts list --search TEXT" finds usernames by a part of them.',
      ],
    },
    email: {
      because: 'no account has verified this email address',
      advice: ["Check the spelling. An unverified address doesn't find an account; the username does."],
    },
    passkey: {
      because: 'no account has this passkey',
      advice: ['The passkey was removed here or belongs to another server.'],
    },
  },
  unseenInside: (character: number): Found => ({
    because: `the username has ${trails.characterName(character)} in it`,
    advice: ['Type the username instead of pasting it.'],
  }),
  nameRefused: (sentence: string): Found => ({
    because: clauseOf(sentence),
    advice: ['Choose another username.'],
  }),
  invitationRefused: (sentence: string, state: StepWith<'invitation'>['state']): Found => ({
    because: clauseOf(sentence),
    advice: [
      state === 'other-address' || state === 'has-account'
        ? 'Sign in to the account that has the address, and open the invitation again.'
        : 'Send another one with "latchkey accounts invite EMAIL". "latchkey invitations list" shows what became of the others.',
    ],
  }),
  notAdmitted: {
    closed: {
      because: 'sign-up is closed (`registration.mode`)',
      advice: ['Only an admin can create accounts, with `latchkey accounts`.'],
    },
    invited: {
      because: 'sign-up needs an invitation (`registration.mode`)',
      advice: ['Send one with "latchkey accounts invite EMAIL". The person opens the link in that email.'],
    },
    'domain-blocked': {
      because: 'the domain of the email address is blocked',
      advice: [
        'Use an address at another domain, or change `registration.blockedDomains` or the file in `registration.blockedDomainsFile`.',
      ],
    },
    'domain-not-allowed': {
      because: "the domain of the email address isn't allowed",
      advice: [
        'Use an address at an allowed domain, or add this one to `registration.allowedDomains`. A subdomain needs an entry of its own, such as `*.example.com`.',
      ],
    },
  },
  newPasswordRefused: (sentence: string): Found => ({
    because: clauseOf(sentence),
    advice: ['Try four or five unrelated words.'],
  }),
  addressRefused: (sentence: string, isTaken: boolean): Found => ({
    because: clauseOf(sentence),
    advice: isTaken
      ? [
          'Use another address, or sign in to the account that has it and remove it there. "latchkey accounts show ADDRESS" names that account.',
        ]
      : ['They can request a new link.'],
  }),
  /** A verification lasts as long as its session; an attempt to log in does not. */
  factorAwaited: (offered: readonly FactorName[], expires: boolean, factors: FactorWords): Found => ({
    because: `the next step (${trails.either(offered.map((factor) => factors[factor].called))}) hasn't been completed yet`,
    advice: [...(expires ? ['The attempt expires after ten minutes.'] : []), allLost],
  }),
  wrongAnswer: (
    { factor, reason = 'other', lateSeconds = 0 }: StepWith<'factor-answered'>,
    factors: FactorWords,
  ): Found => {
    const what = `the ${factors[factor].called}`;
    if (reason === 'outside-window' && lateSeconds !== 0) {
      const off = `${trails.wait(Math.abs(lateSeconds))} ${lateSeconds > 0 ? 'late' : 'early'}`;
      return {
        because: `${what} is ${off}, so the phone's clock may be wrong`,
        advice: ['Turn on automatic time on the phone.'],
      };
    }
    return {
      because: `${what} ${trails.answerReasons[reason]}`,
      advice: adviceAfter(factors[factor], reason),
    };
  },
  serverClock,
  setBack,
  nearNames,
  browserRefused,
  proofs: {
    asked: proofAsked,
    refused: {
      because: 'the proof of work is incorrect or has expired',
      advice: ['Fetch a new challenge from `/api/challenge` and solve it.'],
    },
    'spent-twice': {
      because: 'the proof of work was already used',
      advice: ['Each one works once. Fetch a new challenge from `/api/challenge`.'],
    },
    'wait-early': {
      because: "the wait that replaces the proof of work wasn't over yet",
      advice: [
        'Without JavaScript, wait as long as the page says. The form keeps its place in the meantime.',
      ],
    },
    'wait-void': {
      because:
        'the wait that replaces the proof of work has expired, was already used, or was for another username or network',
      advice: ['Each wait works once. Wait as long as the page says now, or turn on JavaScript.'],
    },
  },
  mustDos: {
    'new-password': {
      because: 'it is too weak, so a new one must be chosen first',
      advice: ['The page asks for it. Over the API, use POST /api/login/{attempt}/new-password.'],
    },
    'verify-email': {
      because: "the email address isn't verified yet",
      advice: ['The link in the email verifies it. They can request a new one.'],
    },
    'add-second-factor': {
      because: 'a second factor must be added first',
      advice: [
        'The page asks for it. Over the API, use POST /api/login/{attempt}/add-totp or …/add-passkey.',
      ],
    },
  },
  attempts: {
    expired: {
      because: 'the attempt has expired',
      advice: ['It lasts ten minutes, and so does a code that was emailed for it. Start over.'],
    },
    complete: {
      because: 'the attempt is already complete',
      advice: [
        "It was finished before, such as by a form that was sent twice. If they aren't signed in, start over.",
      ],
    },
    gone: {
      because: 'the attempt was ended by a change to the account, or expired a while ago',
      advice: [
        'It lasts ten minutes, and ends when what it waits for changes, such as the password or the email address. Start over.',
      ],
    },
    'not-asked': {
      because: "the sign-in doesn't ask for this kind of answer now",
      advice: [
        'The `next` of the answer before lists what it accepts: use one of these. On a page, reload it.',
      ],
    },
    foreign: {
      because: 'the attempt was started in another browser',
      advice: ['Finish it there, or start over here.'],
    },
    'without-cookie': {
      because: 'the request came without the cookie or token of the attempt',
      advice: [
        'If another browser started it, finish it there, or start over here. If it was the same one, the frontend must send every request with `credentials: "include"`, from the same site as the server; a program sends the token from the first answer.',
      ],
    },
    unnamed: early.unnamedAttempt,
  },
  loginCodes: {
    sent: {
      because: "the code from the email hasn't been entered yet",
      advice: ['It works for ten minutes. A new code replaces it.'],
    },
    'too-many': {
      because: 'too many codes were sent in the last hour',
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
      because: 'too many emails were sent in the last hour',
      advice: ['The newest link still works until it is used or expires.'],
    },
    asked: {
      because: "the link in the email hasn't been used yet",
      advice: ['They can request a new link.'],
    },
    expired: {
      because: 'the link has expired or was already used',
      advice: ['Request a new one. Only the newest works.'],
    },
  },
  /** Why no email was sent: the account, if there is one, has no verified address. */
  nothingSent: (what: 'code' | 'email', isKnown: boolean): Found =>
    isKnown
      ? {
          because: `the account has no verified email address, so no ${what} was sent`,
          advice: [
            what === 'code'
              ? 'Use the password or a passkey.'
              : "Without a verified address, the password can't be reset by email. Sign in another way, such as with a passkey, and add an address.",
            ...(what === 'email'
              ? [
                  'If the account asked for an address, the link that was sent there still verifies it until it expires; then request the reset again.',
                ]
              : []),
          ],
        }
      : {
          because: `no account has this username or verified email address, so no ${what} was sent`,
          advice: ["Check the spelling. An unverified address doesn't find an account; the username does."],
        },
  appRefused,
  appWaits,
  appAllowed,
  unexpected: {
    because: 'something went wrong in the server',
    advice: ["It isn't the person's fault. The server's log has the details."],
  },
  brokenOff: { because: 'it was interrupted', advice: ['Try again.'] },
  /** `said` are the words of the problem, where it has some. */
  refused: (problem: string, said: ProblemWords | undefined): Found => ({
    because: said ? `it was refused: ${clauseOf(`${said.title}.`)}` : `it was refused (${problem})`,
    advice: [said?.onPage ?? said?.remedy ?? `/problems/${problem} says what that means.`],
  }),
  /** Why a refusal is one, by its code, where no other step says so. */
  refusals: {
    busy: {
      because: 'too many passwords were waiting to be checked',
      advice: ['The server is overloaded, or someone is guessing passwords. Try again in a moment.'],
    },
    'too-many-attempts': {
      because: 'there were too many attempts before',
      advice: ['The answer says how long to wait.'],
    },
    'not-found': {
      because: 'the attempt no longer waits for this',
      advice: ['The password was changed in the meantime, or another response came first. Start over.'],
    },
    'not-offered': {
      because: "the account can't be confirmed this way",
      advice: ['The `next` of the answer `proof-required` lists what it accepts: use one of these.'],
    },
    'challenge-required': proofAsked,
    'not-signed-in': { because: 'the session was ended elsewhere', advice: ['Sign in again.'] },
    'invalid-request': {
      because: 'something is missing or too long',
      advice: ['The answer says which field it is.'],
    },
    'mail-off': {
      because: "this server can't send email yet",
      advice: ['Set `mail.url` to enable password resets by email.'],
    },
    'code-refused': {
      because: "the code doesn't match the new key",
      advice: ['Enter the next code. If none works, turn on automatic time on the phone and on this server.'],
    },
    'totp-not-begun': {
      because: "the setup wasn't started in this sign-in, or had too many incorrect codes",
      advice: ['The answer has a new key. Scan that one.'],
    },
    'passkey-refused': {
      because: "the new passkey doesn't match the request",
      advice: ['Start over, and finish within five minutes on a page of this server.'],
    },
    'forbidden-origin': {
      because: 'the page that sent it belongs to another site',
      advice: ['Add the origin of the frontend to `allowedOrigins`.'],
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly why: Wording<typeof english>;
  }
}
