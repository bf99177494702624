import { countPasskeys } from '../../factors/passkey/index.ts';
import { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { lastWayIn } from '../../login/index.ts';
import { emailState } from '../../people/emails/index.ts';
import { type Cleared, clearSecondFactors } from './clear-second-factors.ts';
import { findNamed } from './find-named.ts';
import { operator } from './operator.ts';
import type { OperatorServices } from './overview.ts';
import { findStanding, type Standing } from './standing.ts';

/** What was removed, and whether the account can sign in now. */
export interface Removed {
  readonly username: string;
  /** Undefined when there was nothing to remove. `last-way-in` when nobody could sign in without it, so it was kept. */
  readonly cleared: Cleared | 'last-way-in' | undefined;
  /** Remaining passkeys. */
  readonly passkeys: number;
  /** The verified address that is notified, or null. */
  readonly toldTo: string | null;
  readonly standing: Standing;
}

/**
 * Removes lost second factors, for people who have no factor or recovery code left. Undefined when the account doesn't
 * exist.
 */
export async function removeSecondFactors(
  services: OperatorServices & Pick<Services, 'secretKey'>,
  { name, passkeys }: { readonly name: string; readonly passkeys: boolean },
): Promise<Removed | undefined> {
  const { db } = services;
  const account = await findNamed(db, name);
  if (!account) return undefined;
  const { id: accountId, username } = account;
  const clearing = { accountId, passkeys, client: operator };
  const cleared = await clearSecondFactors(services, clearing).catch((error: unknown) => {
    if (error instanceof Problem && error.definition === lastWayIn) return 'last-way-in' as const;
    throw error;
  });
  const { email: toldTo } = await emailState(db, accountId);
  const left = await countPasskeys(db, accountId);
  return { username, cleared, passkeys: left, toldTo, standing: await findStanding(services, account) };
}
