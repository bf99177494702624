import type { UseCaseServices } from '../../factors/index.ts';
import { deleteCodes } from '../../factors/recovery-code/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import { hasSecondFactor, mustHaveSecondFactor } from '../../login/index.ts';
import { secondFactorRequired } from './problems.ts';

/**
 * What follows when a second factor was removed, in its transaction. If it was the last, the recovery codes go with it,
 * since nothing is left that they could stand in for; but an account that must have one keeps it: the removal is undone
 * by `second-factor-required`.
 */
export async function settleRemoval(tx: Tx, services: UseCaseServices, accountId: string): Promise<void> {
  if (await hasSecondFactor(tx, accountId)) return;
  if (await mustHaveSecondFactor(tx, services.config, accountId)) throw problem(secondFactorRequired);
  await deleteCodes(tx, accountId);
}
