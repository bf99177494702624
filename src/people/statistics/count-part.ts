import type { StepWith, TimedStep, TrailPart } from '../trails/index.ts';
import type { FailureReason, StatisticName } from './names.ts';

type Part = Pick<TrailPart, 'kind' | 'outcome' | 'steps'>;

/** What the ended part of an attempt counts as. A request that leads on to another step counts as nothing yet. */
export function statisticsOf({ kind, outcome, steps }: Part): StatisticName[] {
  const has = (code: TimedStep['code']) => steps.some((step) => step.code === code);
  if (outcome === 'refused' || outcome === 'failed') {
    return kind === 'login' ? [`failed-${reasonOf({ outcome, steps })}`] : [];
  }
  const isNew = has('account-created');
  return [
    ...(isNew ? (['registrations'] as const) : []),
    // Whoever registers is signed in at once, which nobody asks about.
    ...(outcome === 'done' && has('session-opened') && !isNew ? (['sign-ins'] as const) : []),
    ...(outcome === 'done' && has('password-set') ? (['passwords-recovered'] as const) : []),
  ];
}

const byProblem: Readonly<Record<string, FailureReason>> = {
  'invalid-credentials': 'incorrect-password',
  'link-over': 'expired',
};

/** The states of an attempt that can no longer be continued by whoever sent the request. */
const over = ['expired', 'complete', 'gone'];

function reasonOf({ outcome, steps }: Pick<Part, 'outcome' | 'steps'>): FailureReason {
  if (outcome === 'failed') return 'server-error';
  const last = <Code extends TimedStep['code']>(wanted: Code) =>
    steps.findLast((step): step is StepWith<Code> & TimedStep => step.code === wanted);
  const problem = last('refused')?.problem ?? '';
  if (problem === 'too-many-attempts' || problem === 'challenge-required') return problem;
  const answer = last('factor-answered');
  if (answer && !answer.ok) return answer.factor === 'passkey' ? 'passkey-refused' : 'incorrect-code';
  if (problem === 'invalid-credentials' && last('account-looked-up')?.found === false) {
    return 'unknown-account';
  }
  // Whoever sent it is told nothing else than of an incorrect password.
  if (problem === 'invalid-credentials' && last('account-closed')) return 'account-closed';
  if (over.includes(last('attempt')?.state ?? '')) return 'expired';
  return byProblem[problem] ?? 'other';
}
