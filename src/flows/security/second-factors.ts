import type { Factor } from '../../factors/factor.ts';
import { countCodesLeft, deleteCodes, replaceCodes } from '../../factors/recovery-code/index.ts';
import { totpFactor } from '../../factors/totp/index.ts';
import type { Db, Tx } from '../../kit/db/index.ts';

/** What recovery codes can stand in for; they are none themselves. */
const secondFactors: readonly Pick<Factor, 'isSetUp'>[] = [totpFactor];

export async function hasSecondFactor(db: Db, accountId: string): Promise<boolean> {
  for (const factor of secondFactors) if (await factor.isSetUp(db, accountId)) return true;
  return false;
}

/** The account's recovery codes if it had none left: with the first second factor it gets its way back. */
export async function firstCodes(tx: Tx, accountId: string, now: number): Promise<string[] | undefined> {
  return (await countCodesLeft(tx, accountId)) > 0 ? undefined : replaceCodes(tx, accountId, now);
}

/** Ends the recovery codes when the last second factor is gone: nothing is left that they could stand in for. */
export async function deleteCodesWithoutFactor(tx: Tx, accountId: string): Promise<void> {
  if (!(await hasSecondFactor(tx, accountId))) await deleteCodes(tx, accountId);
}
