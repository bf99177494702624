import { problemWordsOf } from '../../kit/problem.ts';
import type { Closure } from '../../people/accounts/index.ts';
import type { PresentHold } from '../../people/limits/index.ts';
import type { Step, StepCode, StepWith, TrailKind, TrailPart } from '../../people/trails/index.ts';
import type { RefusedFacts, SignInFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { judge, passwordFault } from './verdict.ts';

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
    if (disabled) return counts === 'codes' ? codesOff(failures, by) : passwordOff(failures, facts);
    if (waitSeconds <= 0) return undefined;
    if (by === 'address' || (counts !== undefined && counts !== 'codes')) {
      const what = counts ?? 'failures';
      return { said: ({ why }) => why.tooManyFrom(by, what, failures, waitSeconds), hidesProofs: true };
    }
    if (counts === 'codes') {
      return {
        said: ({ why }) => why.codesWait(failures, waitSeconds),
        tells: by === 'account' ? ofStrangers('code') : ofKnown,
      };
    }
    return {
      said: ({ why }) => why.guessesWait(failures, waitSeconds, by),
      hidesProofs: true,
      tells: by === 'account' ? ofStrangers('password') : ofKnown,
    };
  },
  'proof-of-work': ({ state }) =>
    state === 'not-asked' || state === 'accepted' || state === 'waited'
      ? undefined
      : { said: ({ why }) => why.proofs[state], hidesProofs: true },
  'account-looked-up': ({ by, found }, part) =>
    found ? undefined : (unseenInside(part) ?? { said: ({ why }) => why.nobodyFound[by], hidesProofs: true }),
  'account-closed': ({ state }, _part, facts) => accountClosed(state, facts),
  'password-verified': ({ match }, part, facts) => (match ? undefined : wrongPassword(part, facts)),
  'second-factor-asked': ({ factors }, { kind }, facts) => ({
    said: (words) =>
      words.why.factorAwaited(factors, kind !== 'prove' && facts?.attemptEnd === undefined, words),
  }),
  'factor-answered': (answer, _part, facts) => (answer.ok ? undefined : wrongAnswer(answer, facts?.refused)),
  'browser-refused': (step) => ({ said: ({ why }) => why.browserRefused(step) }),
  'must-do-asked': ({ step }) => ({ said: ({ why }) => why.mustDos[step], ...mustDos[step] }),
  attempt: ({ state }) =>
    state === 'begun' ? undefined : { said: ({ why }) => why.attempts[state], hidesProofs: true },
  'login-code': ({ state }, part) =>
    state === 'no-address'
      ? nothingSent('code', part)
      : { said: ({ why }) => why.loginCodes[state], ...loginCodes[state] },
  'verification-code': ({ state }) => ({
    said: ({ why }) => why.verificationCodes[state],
    awaits: ['verification-code'],
  }),
  'name-checked': (step, part) =>
    step.ok
      ? undefined
      : (unseenInside(part) ?? {
          said: (words) => words.why.nameRefused(words.trails.sentence(step, undefined, words)),
        }),
  invitation: (step) =>
    step.state === 'accepted'
      ? undefined
      : {
          said: (words) =>
            words.why.invitationRefused(words.trails.sentence(step, undefined, words), step.state),
        },
  'not-admitted': ({ cause }) => ({ said: ({ why }) => why.notAdmitted[cause], hidesProofs: true }),
  'password-judged': (step) =>
    step.ok
      ? undefined
      : { said: (words) => words.why.newPasswordRefused(words.trails.sentence(step, undefined, words)) },
  'recovery-link': ({ state }, part) => {
    if (state === 'used') return undefined;
    if (state === 'no-owner') return unseenInside(part) ?? nothingSent('email', part);
    return { said: ({ why }) => why.recoveryLinks[state], ...recoveryLinks[state] };
  },
  'link-refused': (step, _part, facts) => ({
    said: ({ why }) => why.linkRefused(step, facts?.hasConfirmedAddress ?? false),
  }),
  email: (step) =>
    step.state === 'proved'
      ? undefined
      : {
          said: (words) =>
            words.why.addressRefused(words.trails.sentence(step, undefined, words), step.state === 'taken'),
        },
  'session-missing': ({ reason }) => ({ said: ({ why }) => why.sessionMissing(reason) }),
  'refused-early': (step, { steps: [first] }) => {
    const format = first?.code === 'received' ? first.format : 'json';
    return { said: ({ why }) => why.early.refused(step, format), hidesProofs: true };
  },
  'database-trouble': (step) => ({ said: ({ why }) => why.early.database(step), hidesProofs: true }),
  'verification-needed': (step) => ({ said: ({ why }) => why.early.needed(step) }),
  'pepper-differs': (_step, _part, facts) => ({
    said: ({ why }) =>
      why.passwordFault('pepper', facts ? judge(facts).ways.filter((way) => way !== 'password') : []),
    hidesProofs: true,
  }),
  'app-waits': ({ for: what }) => ({ said: ({ why }) => why.appWaits[what] }),
  'app-allowed': () => ({ said: ({ why }) => why.appAllowed }),
  'app-refused': (step, { steps }) => {
    const redirect = steps.find(({ code }) => code === 'app-redirect');
    return {
      said: (words) => {
        const [said, difference] = [step, redirect].map(
          (one) => one && words.trails.sentence(one, undefined, words),
        );
        return words.why.appRefused(said ?? '', difference);
      },
      hidesProofs: true,
    };
  },
  'unexpected-error': () => ({ said: ({ why }) => why.unexpected }),
};

type IsTold = NonNullable<Finding['tells']>;

const ofStrangers =
  (which: PresentHold['of']): IsTold =>
  ({ of, by }) =>
    of === which && by === 'strangers';

const ofKnown: IsTold = ({ by }) => by === 'known';

/** The codes of refusals that say what the matter is, where no other step does; the proofs before some do not matter. */
const refusals = {
  busy: { hidesProofs: true },
  'too-many-attempts': { hidesProofs: true },
  'not-found': { hidesProofs: true },
  'not-offered': {},
  'challenge-required': { hidesProofs: true },
  'not-signed-in': {},
  'invalid-request': {},
  'mail-off': {},
  'code-refused': {},
  'totp-not-begun': {},
  'passkey-refused': {},
  'forbidden-origin': {},
} as const satisfies Readonly<Record<string, Omit<Finding, 'said'>>>;

/** Why a refusal is one. */
export function findingOfRefusal(refusal: StepWith<'refused'>, kind: TrailKind): Finding {
  const { problem: refused, field, fault } = refusal;
  if (fault !== undefined) return { said: ({ why }) => why.early.faultyField(field, fault) };
  // A verification waits for no attempt: what isn't there is the way that was chosen.
  const problem = refused === 'not-found' && kind === 'prove' ? 'not-offered' : refused;
  if (!Object.hasOwn(refusals, problem))
    return { said: (words) => words.why.refused(problem, problemWordsOf(words, problem)) };
  const code = problem as keyof typeof refusals;
  return { said: ({ why }) => why.refusals[code], ...refusals[code] };
}

/** A name with an unseen character inside matches nobody's, and its spelling looks right. */
function unseenInside({ steps }: TrailPart): Finding | undefined {
  const typed = steps.find((step) => step.code === 'name-typed' && step.place === 'inside');
  if (typed?.code !== 'name-typed') return undefined;
  return { said: ({ why }) => why.unseenInside(typed.character), hidesProofs: true };
}

/** An account that an admin closed: who and when is known of the present alone. */
function accountClosed(state: Closure, facts: SignInFacts | undefined): Finding {
  const closed = facts?.closed;
  return {
    said: ({ why }) =>
      facts && closed ? why.closed(closed, facts.username) : { because: why.wasClosed(state), advice: [] },
    hidesProofs: true,
    stands: ({ closed: now }) => now !== undefined,
  };
}

/** Why no password could be right, for whoever has typed one; undefined where one could be. */
export function passwordFinding(facts: SignInFacts): Finding | undefined {
  const fault = passwordFault(facts);
  if (fault === undefined) return undefined;
  const ways = judge(facts).ways.filter((way) => way !== 'password');
  return { said: ({ why }) => why.passwordFault(fault, ways) };
}

function wrongPassword({ steps }: TrailPart, facts: SignInFacts | undefined): Finding {
  const fault = facts && passwordFinding(facts);
  if (fault) return fault;
  const counted = steps.findLast((step) => step.code === 'limit-counted');
  // What strangers wait is told as it stands now.
  const wait = counted?.by === 'device' ? (counted.waitSeconds ?? 0) : 0;
  return { said: (words) => words.why.wrongPassword(counted?.failures ?? 1, wait, words) };
}

/** The server's clock is blamed before the phone; what the factor's room knows comes before the reason alone. */
function wrongAnswer(answer: StepWith<'factor-answered'>, { clock, explained }: RefusedFacts = {}): Finding {
  if (clock) return { said: ({ why }) => why.serverClock(clock) };
  return {
    said(words) {
      const { because, advice } = words.why.wrongAnswer(answer, words);
      const told = explained?.advice.map((say) => say(words)) ?? [];
      return {
        because: explained?.because?.(words) ?? because,
        advice: told.length > 0 ? told : advice,
      };
    },
  };
}

/** A password was typed, and there was none to check it against. */
export function noPassword(facts: SignInFacts | undefined): Finding {
  const now = facts && facts.password === null ? passwordFinding(facts) : undefined;
  return { ...(now ?? { said: ({ why }) => why.noPassword }), stands: ({ password }) => password === null };
}

const mustDos: Readonly<Record<StepWith<'must-do-asked'>['step'], Omit<Finding, 'said'>>> = {
  'new-password': { stands: ({ password }) => password?.isWeak === true },
  'verify-email': {
    awaits: ['verify-email', 'address-in-use'],
    stands: ({ mustVerifyEmail }) => mustVerifyEmail,
  },
  'add-second-factor': { stands: ({ mustAddSecondFactor }) => mustAddSecondFactor },
};

/** There is no account, or it has no address. */
function nothingSent(what: 'code' | 'email', { accountId }: TrailPart): Finding {
  return {
    said: ({ why }) => why.nothingSent(what, accountId !== null),
    stands: ({ hasConfirmedAddress }) => !hasConfirmedAddress,
  };
}

const loginCodes: Readonly<
  Record<Exclude<StepWith<'login-code'>['state'], 'no-address'>, Omit<Finding, 'said'>>
> = {
  sent: { awaits: ['login-code'] },
  'too-many': { awaits: ['login-code'], stands: ({ codesFullUntil }) => codesFullUntil !== undefined },
};

const recoveryLinks: Readonly<
  Record<Exclude<StepWith<'recovery-link'>['state'], 'used' | 'no-owner'>, Omit<Finding, 'said'>>
> = {
  asked: { awaits: ['recover'], isOfLink: true },
  'too-many': { awaits: ['recover'], isOfLink: true },
  expired: {},
};

function passwordOff(failures: number, facts: SignInFacts | undefined): Finding {
  const ways = facts ? judge(facts).open.filter((way) => way !== 'password') : [];
  const whose = facts && { name: facts.username, canReset: facts.linkByEmail };
  return {
    said: ({ why }) => why.passwordOff(failures, ways, whose),
    hidesProofs: true,
    tells: ofStrangers('password'),
  };
}

function codesOff(failures: number, by: StepWith<'limit-read'>['by']): Finding {
  const isOfStrangers = by === 'account';
  return {
    said: ({ why }) => why.codesOff(failures, isOfStrangers),
    tells: isOfStrangers ? ofStrangers('code') : ofKnown,
  };
}

/** What is the matter, if this step of the part is it. */
export function findingOf(step: Step, part: TrailPart, facts?: SignInFacts): Finding | undefined {
  return (findings[step.code] as Find<StepCode> | undefined)?.(step, part, facts);
}
