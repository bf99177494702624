import { factorWords } from '../../people/factor-names.ts';
import type { PresentHold } from '../../people/limits/index.ts';
import {
  describe,
  either,
  type Step,
  type StepCode,
  type StepWith,
  type TrailPart,
  waitInWords,
} from '../../people/trails/index.ts';
import { allLost, wrongAnswer } from './answer-findings.ts';
import { loginCodeFindings, verificationCodeFindings } from './code-findings.ts';
import type { SignInFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { nobodyFoundBy, unseenInside } from './nobody-found.ts';
import { judge } from './verdict.ts';
import { passwordFinding, signInBy } from './words.ts';

/** `facts` are those of now, where the attempt is the newest. */
type Find<Code extends StepCode> = (
  step: StepWith<Code>,
  part: TrailPart,
  facts: SignInFacts | undefined,
) => Finding | undefined;

const findings: { readonly [Code in StepCode]?: Find<Code> } = {
  'limit-read'({ by, failures, counts, waitSeconds = 0, disabled }, _part, facts) {
    const fault = counts === undefined && by !== 'address' && facts ? passwordFinding(facts) : undefined;
    if (fault && (disabled || waitSeconds > 0)) return fault;
    if (disabled) return counts === 'codes' ? codesOff(failures, by) : switchedOff(failures, facts);
    if (waitSeconds <= 0) return undefined;
    if (by === 'address' || (counts !== undefined && counts !== 'codes'))
      return tooManyFrom(by, counts ?? 'failures', failures, waitSeconds);
    const advice = ['The wait ends by itself; each further failure doubles it.'];
    if (counts === 'codes') {
      const because = `the next code has to wait ${waitInWords(waitSeconds)} after ${failures} incorrect ones in a row`;
      return { because, advice, tells: by === 'account' ? ofStrangers('code') : ofKnown };
    }
    const who = { account: '', device: ' from this browser', attempt: ' in this sign-in' }[by];
    return {
      because: `the next try must wait ${waitInWords(waitSeconds)} after ${times(failures)}${who}`,
      advice,
      hidesProofs: true,
      tells: by === 'account' ? ofStrangers('password') : ofKnown,
    };
  },
  'proof-of-work': ({ state }) => proofFindings[state],
  'account-looked-up': ({ by, found }, part) =>
    found ? undefined : (unseenInside(part) ?? nobodyFoundBy[by]),
  'password-verified': ({ match }, part, facts) => (match ? undefined : wrongPassword(part, facts)),
  'second-factor-asked': ({ factors }, { kind }) => ({
    because: `${either(factors.map((factor) => factorWords[factor]))} is awaited`,
    advice: [...(kind === 'prove' ? [] : ['The attempt expires after ten minutes.']), allLost],
  }),
  'factor-answered': (answer) => (answer.ok ? undefined : wrongAnswer(answer)),
  'must-do-asked': ({ step }) => mustDos[step],
  attempt: ({ state }) => attemptFindings[state],
  'login-code': ({ state }) => loginCodeFindings[state],
  'verification-code': ({ state }) => verificationCodeFindings[state],
  'name-checked': (step, part) =>
    step.ok
      ? undefined
      : (unseenInside(part) ?? { because: clauseOf(step), advice: ['Another name has to be chosen.'] }),
  'password-judged': (step) =>
    step.ok
      ? undefined
      : {
          because: clauseOf(step),
          advice: ['Four or five words that do not belong together make a good one.'],
        },
  'recovery-link': ({ state }, part) =>
    state === 'no-owner' ? (unseenInside(part) ?? noOwner) : recoveryFindings[state],
  email: (step) =>
    step.state === 'proved'
      ? undefined
      : {
          because: clauseOf(step),
          advice: [step.state === 'taken' ? 'Use another address.' : 'A new link can be requested.'],
        },
  'unexpected-error': () => ({
    because: 'something went wrong in the server',
    advice: ["It is no fault of the person's. The log of the server has the details."],
  }),
};

type IsTold = NonNullable<Finding['tells']>;

const ofStrangers =
  (which: PresentHold['of']): IsTold =>
  ({ of, by }) =>
    of === which && by === 'strangers';

const ofKnown: IsTold = ({ by }) => by === 'known';

const proofAsked: Finding = {
  because: 'a proof of work is asked first, and none came along',
  advice: ['A page solves it by itself when JavaScript is on; a client of the API sends `proofOfWork`.'],
  hidesProofs: true,
};

/** Why a refusal is one, where no other step says so. */
export const refusals: Readonly<Record<string, Finding>> = {
  busy: {
    because: 'too many passwords were waiting to be checked',
    advice: ['The server is overloaded, or somebody is guessing: try again in a moment.'],
    hidesProofs: true,
  },
  'too-many-attempts': {
    because: 'there were too many tries before',
    advice: ['The answer says how long to wait.'],
    hidesProofs: true,
  },
  'not-found': {
    because: 'the attempt does not wait for this any more',
    advice: ['The password was changed meanwhile, or another answer came first: begin again.'],
    hidesProofs: true,
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
};

function wrongPassword({ steps }: TrailPart, facts: SignInFacts | undefined): Finding {
  const fault = facts && passwordFinding(facts);
  if (fault) return fault;
  const counted = steps.findLast((step) => step.code === 'limit-counted');
  // What strangers wait is told as it stands now.
  const wait = counted?.by === 'device' ? (counted.waitSeconds ?? 0) : 0;
  return {
    because: `the password is wrong${counted && counted.failures > 1 ? `, ${times(counted.failures)}` : ''}`,
    advice: [
      ...(wait > 0 ? [`The next try must wait ${waitInWords(wait)}.`] : []),
      'Upper and lower case count in a password; is another keyboard layout or Caps Lock on?',
    ],
  };
}

/** A password was typed, and there was none to check it against. */
export function noPassword(facts: SignInFacts | undefined): Finding {
  const now = facts && facts.password === null ? passwordFinding(facts) : undefined;
  return {
    because: 'the account has no password',
    advice: now?.advice ?? ['A passkey or an email may open it: "latchkey accounts show NAME" tells.'],
    stands: ({ password }) => password === null,
  };
}

const proofFindings: Partial<Readonly<Record<StepWith<'proof-of-work'>['state'], Finding>>> = {
  asked: proofAsked,
  refused: {
    because: 'the proof of work is wrong or too old',
    advice: ['Fetch a new challenge from `/api/challenge` and solve that.'],
    hidesProofs: true,
  },
  'spent-twice': {
    because: 'the proof of work was used before',
    advice: ['Each one counts once: fetch a new challenge from `/api/challenge`.'],
    hidesProofs: true,
  },
};

const mustDos: Readonly<Record<StepWith<'must-do-asked'>['step'], Finding>> = {
  'new-password': {
    because: 'it is too weak, so a new one must be chosen first',
    advice: ['The page asks for it; over the API it is POST /api/login/{attempt}/new-password.'],
    stands: ({ password }) => password?.isWeak === true,
  },
  'verify-email': {
    because: 'the mail address is not confirmed yet',
    advice: ['The link in the email verifies it. A new one can be requested.'],
    awaits: ['verify-email', 'address-in-use'],
    stands: ({ mustVerifyEmail }) => mustVerifyEmail,
  },
  'add-second-factor': {
    because: 'a second factor must be added first',
    advice: ['The page asks for it; over the API it is POST /api/login/{attempt}/add-totp or …/add-passkey.'],
    stands: ({ mustAddSecondFactor }) => mustAddSecondFactor,
  },
};

const attemptFindings = {
  begun: undefined,
  expired: {
    because: 'the attempt has expired, or was finished before',
    advice: ['It lives ten minutes: begin again.'],
    hidesProofs: true,
  },
  foreign: {
    because: 'the attempt was begun in another browser',
    advice: ['Finish it where it was begun, or begin again here.'],
    hidesProofs: true,
  },
} satisfies Readonly<Record<StepWith<'attempt'>['state'], Finding | undefined>>;

const noOwner: Finding = {
  because: 'no account with a confirmed mail address has this name or address, so no mail was sent',
  advice: ['Check its spelling. Where no address is confirmed, there is no recovery by mail.'],
  stands: ({ hasConfirmedAddress }) => !hasConfirmedAddress,
};

const recoveryFindings: Readonly<
  Record<Exclude<StepWith<'recovery-link'>['state'], 'no-owner'>, Finding | undefined>
> = {
  used: undefined,
  'too-many': {
    because: 'it has had its mails of this hour',
    advice: ['The newest link still works until it is used or expires.'],
    awaits: ['recover'],
  },
  asked: {
    because: 'the link in the mail was not opened yet',
    advice: ['A new link can be requested.'],
    awaits: ['recover'],
  },
  expired: {
    because: 'the link has expired, or was used before',
    advice: ['Ask for a new one; only the newest counts.'],
  },
};

function tooManyFrom(by: string, what: string, count: number, waitSeconds: number): Finding {
  const whence = by === 'device' ? 'browsers that the account knows' : 'this network address';
  return {
    because: `there were too many ${what} from ${whence} (${count}); the next try must wait ${waitInWords(waitSeconds)}`,
    advice: ['If it is the address of many people or of a proxy, see `trustedProxies` and `limits`.'],
    hidesProofs: true,
  };
}

function switchedOff(failures: number, facts: SignInFacts | undefined): Finding {
  return {
    because: `the password is switched off after ${times(failures)}`,
    advice: [
      ...(facts ? signInBy(judge(facts).open.filter((way) => way !== 'password')) : []),
      'Recover the account, or have the operator run "latchkey accounts unlock NAME".',
      'A browser that was logged in before is counted apart, and can still log in.',
    ],
    hidesProofs: true,
    tells: ofStrangers('password'),
  };
}

function codesOff(failures: number, by: StepWith<'limit-read'>['by']): Finding {
  return {
    because: `codes are turned off after ${failures} incorrect ones in a row`,
    advice: [
      by === 'account'
        ? 'A passkey, a recovery code, or a browser that the account knows still opens it.'
        : "A passkey, a recovery code, or a browser that the account doesn't know still opens it.",
      'If none of these is left, run "latchkey accounts unlock NAME".',
    ],
    tells: by === 'account' ? ofStrangers('code') : ofKnown,
  };
}

/** The sentence of a step as a part of another. */
function clauseOf(step: Step): string {
  const { sentence } = describe(step);
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1, -1)}`;
}

const times = (failures: number): string => `${failures} ${failures === 1 ? 'failure' : 'failures in a row'}`;

/** What is the matter, if this step of the part is it. */
export function findingOf(step: Step, part: TrailPart, facts?: SignInFacts): Finding | undefined {
  return (findings[step.code] as Find<StepCode> | undefined)?.(step, part, facts);
}
