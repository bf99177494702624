import { findPassword } from '../../factors/password/index.ts';
import type { Db } from '../../kit/db/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import type { Services } from '../../services.ts';
import { soFarOf } from './attempts-store.ts';
import type { LoginAttemptsTable } from './attempts-table.ts';
import { findStep } from './standing.ts';

/** Where the attempt of a known account stands; undefined when its password was changed meanwhile. */
export async function standingOf(db: Db, services: Services, attempt: LoginAttemptsTable) {
  const { account_id: accountId } = attempt;
  // As long as nothing is proved, nothing tells whether there is such an account.
  if (accountId === null || attempt.amr === '[]') return undefined;
  const account = await findAccount(db, accountId);
  const stored = await findPassword(db, accountId);
  if (!account || !stored || stored.version !== attempt.password_version) return undefined;
  const soFar = { ...soFarOf(attempt), weak: stored.weak === 1 };
  const step = await findStep(db, services, soFar);
  return { accountId, account, passwordVersion: stored.version, soFar, step };
}
