import type { Db } from '../kit/db/index.ts';
import type { Services } from '../kit/services.ts';
import { mustVerifyEmail } from '../people/emails/index.ts';
import type { Amr } from '../people/factor-names.ts';
import { hasSecondFactor } from './factors.ts';
import { type FirstFactor, nextStep, type Step } from './next-step.ts';
import { mustHaveSecondFactor } from './second-factor-policy.ts';

/** What a login has proved so far, and for whom. */
export interface SoFar {
  /** Null as long as nobody is named. */
  readonly accountId: string | null;
  /** By what it goes on as long as nothing is proved; a passkey unless it is said. */
  readonly first?: FirstFactor;
  readonly amr: readonly Amr[];
  readonly isMultiFactor: boolean;
  /** The password is one that nobody may choose here. */
  readonly weak: boolean;
}

/** What a login waits for, worked out anew each time from what was proved, what the account has now and the policies. */
export async function findStep(db: Db, { config }: Pick<Services, 'config'>, soFar: SoFar): Promise<Step> {
  const { accountId, first = 'passkey', amr, isMultiFactor, weak } = soFar;
  // What the account has is of no matter before the first factor, and a look would take longer for a name that is somebody's.
  const owner = amr.length > 0 ? accountId : null;
  const needsSecond = owner !== null && (await hasSecondFactor(db, owner));
  return nextStep({
    first,
    amr,
    isMultiFactor,
    needsSecond,
    must: {
      // In development nobody is asked for a better one.
      'new-password': weak && config.mode === 'production',
      'verify-email': owner !== null && (await mustVerifyEmail(db, config, owner)),
      'add-second-factor': owner !== null && !needsSecond && (await mustHaveSecondFactor(db, config, owner)),
    },
  });
}
