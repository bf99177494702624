import type { Amr } from '../../factors/factor.ts';
import type { Db } from '../../kit/db/index.ts';
import { mustVerifyEmail } from '../../people/emails/index.ts';
import type { Services } from '../../services.ts';
import { hasSecondFactor } from './factors.ts';
import { nextStep, type Step } from './next-step.ts';
import { mustHaveSecondFactor } from './second-factor-policy.ts';

/** What a login has proved so far, and for whom. */
export interface SoFar {
  /** Null as long as nobody is named. */
  readonly accountId: string | null;
  readonly amr: readonly Amr[];
  readonly isMultiFactor: boolean;
  /** The password is one that nobody may choose here. */
  readonly weak: boolean;
}

/** What a login waits for, worked out anew each time from what was proved, what the account has now and the policies. */
export async function findStep(db: Db, { config }: Pick<Services, 'config'>, soFar: SoFar): Promise<Step> {
  const { accountId, amr, isMultiFactor, weak } = soFar;
  const needsSecond = accountId !== null && (await hasSecondFactor(db, accountId));
  const mustAddSecondFactor =
    accountId !== null && !needsSecond && (await mustHaveSecondFactor(db, config, accountId));
  return nextStep({
    amr,
    isMultiFactor,
    needsSecond,
    mustChoosePassword: weak && config.mode === 'production',
    mustVerifyEmail: accountId !== null && (await mustVerifyEmail(db, config, accountId)),
    mustAddSecondFactor,
  });
}
