import type { Problem } from '../../kit/problem.ts';
import type { SessionRow } from '../../people/sessions/index.ts';
import type { StepWith } from '../../people/trails/index.ts';
import type { Strength } from './offers.ts';

/** What a session lacks to do what is sensitive: how it has verified its holder last, and how long ago. */
export interface Need extends Pick<StepWith<'verification-needed'>, 'needs' | 'by' | 'seconds'> {
  readonly accountId: string;
}

export function needIn(
  { account_id, auth_time, second_auth_time, created_at }: SessionRow,
  needs: Strength,
  now: number,
): Need {
  const at = needs === 2 ? second_auth_time : auth_time;
  const seconds = at === null ? 0 : Math.max(0, Math.floor((now - at) / 1000));
  const by =
    at === null ? 'nothing' : at === created_at ? 'sign-in' : needs === 2 ? 'second-factor' : 'confirmation';
  return { accountId: account_id, needs, by, seconds };
}

const needs = new WeakMap<Problem, Need>();

/** Keeps beside a refusal what its trail says of it; its answer has it as a sentence. */
export function withNeed(refusal: Problem, need: Need): Problem {
  needs.set(refusal, need);
  return refusal;
}

/** What was lacking, where a refusal is for that. */
export const needOf = (refusal: Problem): Need | undefined => needs.get(refusal);
