import type { Services } from '../../kit/services.ts';

declare const isAdmitted: unique symbol;

/** Shows that there may be a new account. Only this file makes one, so no way to an account can leave the rule out. */
export interface Admission {
  readonly [isAdmitted]: true;
}

const admission = {} as Admission;

/** What operators do themselves is no registration: the settings of `registration` hold none of it. */
export type OperatorsWay = 'create' | 'import';

export const admitForOperator = (_way: OperatorsWay): Admission => admission;

/** Undefined for whoever may not have an account by `registration.mode`. */
export function findAdmission(
  { registration: { mode } }: Services['config'],
  by: 'sign-up' | 'invitation',
): Admission | undefined {
  return mode === 'open' || (mode === 'invited' && by === 'invitation') ? admission : undefined;
}
