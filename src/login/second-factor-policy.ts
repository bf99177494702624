import type { Db } from '../kit/db/index.ts';
import type { Services } from '../kit/services.ts';
import { requiresSecondFactor } from '../people/accounts/index.ts';

/** Whether the account must have a second factor: everybody must, or it has a rule of its own. */
export async function mustHaveSecondFactor(
  db: Db,
  { login }: Services['config'],
  accountId: string,
): Promise<boolean> {
  return login.secondFactor === 'required' || requiresSecondFactor(db, accountId);
}
