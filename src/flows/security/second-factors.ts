import { countCodesLeft, deleteCodes, replaceCodes } from '../../factors/recovery-code/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import { hasSecondFactor } from '../login/index.ts';

/** The account's recovery codes if it had none left: with the first second factor it gets its way back. */
export async function firstCodes(tx: Tx, accountId: string, now: number): Promise<string[] | undefined> {
  return (await countCodesLeft(tx, accountId)) > 0 ? undefined : replaceCodes(tx, accountId, now);
}

/** Ends the recovery codes when the last second factor is gone: nothing is left that they could stand in for. */
export async function deleteCodesWithoutFactor(tx: Tx, accountId: string): Promise<void> {
  if (!(await hasSecondFactor(tx, accountId))) await deleteCodes(tx, accountId);
}
