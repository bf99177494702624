import type { Config } from '../config/index.ts';
import type { Db } from '../kit/db/index.ts';
import { requiresSecondFactor } from '../people/accounts/index.ts';

/** Whether the account must have a second factor: everybody must, or it has a rule of its own. */
export async function mustHaveSecondFactor(db: Db, config: Config, accountId: string): Promise<boolean> {
  return everybodyMust(config) || requiresSecondFactor(db, accountId);
}

export const everybodyMust = ({ login }: Pick<Config, 'login'>): boolean => login.secondFactor === 'required';
