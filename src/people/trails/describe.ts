import type { Words } from '../../kit/words/index.ts';
import type { Step, StepCode, StepWith } from './steps.ts';

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

/** Puts a step into plain words. `name` is the account's, where it is known. */
export function describe(words: Words, step: Step, name?: string): DescribedStep {
  const { trails } = words;
  const { title, rule } = trails.explanations[step.code];
  return {
    sentence: trails.sentence(step, name, words),
    outcome: outcomeOf(step),
    rule: { title, text: rule, anchor: step.code },
  };
}

/** What became of the attempt at this step. */
export function outcomeOf(step: Step): StepOutcome {
  const outcome = outcomes[step.code] as StepOutcome | OutcomeOf<Step>;
  return typeof outcome === 'string' ? outcome : outcome(step);
}

type OutcomeOf<Of extends Step> = (step: Of) => StepOutcome;

const passed = (isPassed: boolean): StepOutcome => (isPassed ? 'ok' : 'refused');

/** The compiler holds that each code has an outcome. */
const outcomes: { readonly [Code in StepCode]: StepOutcome | OutcomeOf<StepWith<Code>> } = {
  received: 'info',
  'limit-read': ({ counts, waitSeconds = 0, disabled }) =>
    passed(!disabled && counts !== 'codes' && waitSeconds === 0),
  'limit-counted': 'info',
  'proof-of-work': ({ state }) =>
    state === 'not-asked' ? 'info' : passed(state === 'accepted' || state === 'waited'),
  'name-typed': ({ place }) => (place === 'around' ? 'info' : 'refused'),
  'account-looked-up': ({ found }) => passed(found),
  'account-closed': 'refused',
  'device-checked': 'info',
  'hash-queued': 'info',
  'password-verified': ({ match }) => passed(match),
  'hash-checked': 'ok',
  'password-weak': 'info',
  'second-factor-asked': 'info',
  'factor-answered': ({ ok }) => passed(ok),
  'browser-refused': 'refused',
  'must-do-asked': 'info',
  'factor-added': 'ok',
  attempt: ({ state }) => (state === 'begun' ? 'info' : 'refused'),
  'login-code': ({ state }) => (state === 'sent' ? 'info' : 'refused'),
  'verification-code': ({ state }) => (state === 'sent' ? 'info' : 'refused'),
  'proof-renewed': 'ok',
  'session-opened': 'ok',
  'cookie-given': 'info',
  'cookie-at-risk': 'refused',
  'sessions-ended': 'info',
  'mail-queued': 'info',
  'name-checked': ({ ok }) => passed(ok),
  'password-judged': ({ ok }) => passed(ok),
  'not-admitted': 'refused',
  invitation: ({ state }) => passed(state === 'accepted'),
  'provider-asked': 'info',
  'provider-answered': ({ ok }) => passed(ok),
  'identity-looked-up': ({ state }) => passed(['known', 'new', 'linked'].includes(state)),
  'account-created': 'ok',
  'password-set': 'ok',
  'recovery-link': ({ state }) => (state === 'asked' ? 'info' : passed(state === 'used')),
  email: ({ state }) => passed(state === 'proved'),
  'form-sent': 'info',
  'session-missing': 'refused',
  'link-refused': 'refused',
  refused: 'refused',
  'refused-early': 'refused',
  'database-trouble': 'refused',
  'pepper-differs': 'refused',
  'password-hashed': 'info',
  'common-passwords-loaded': 'info',
  'password-in-url': 'info',
  'verification-needed': 'info',
  'app-found': ({ known }) => passed(known),
  'app-redirect': 'refused',
  'app-waits': 'info',
  'app-told-less': 'info',
  'app-allowed': 'ok',
  'app-code': 'ok',
  'app-tokens': 'ok',
  'app-refused': 'refused',
  'unexpected-error': 'refused',
  'steps-left-out': 'info',
};
