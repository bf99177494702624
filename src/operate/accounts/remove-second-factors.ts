import { countPasskeys } from '../../factors/passkey/index.ts';
import { Problem } from '../../kit/problem.ts';
import { lastWayIn, readAccount } from '../../login/index.ts';
import type { Acting } from './acting.ts';
import type { ActServices } from './acts/act-on.ts';
import { clearSecondFactors } from './clear-second-factors.ts';
import { findNamed } from './find-named.ts';
import type { OperatorServices } from './overview.ts';
import { findStanding, type Standing } from './standing.ts';

/** What was removed, and whether the account can sign in now. */
export interface Removed {
  readonly username: string;
  /** In words. Undefined when there was nothing to remove. `last-way-in` when nobody could sign in without it, so it was kept. */
  readonly cleared: { readonly removed: string; readonly sessions: number } | 'last-way-in' | undefined;
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
  services: OperatorServices & ActServices,
  acting: Acting,
  { name, passkeys }: { readonly name: string; readonly passkeys: boolean },
): Promise<Removed | undefined> {
  const { db } = services;
  const account = await findNamed(db, name);
  if (!account) return undefined;
  const { id: accountId, username } = account;
  const cleared = await clear(services, acting, { accountId, passkeys });
  const left = await countPasskeys(db, accountId);
  const read = await readAccount(services, accountId);
  if (!read) return undefined;
  const toldTo = read.email.email;
  return { username, cleared, passkeys: left, toldTo, standing: await findStanding(services, read) };
}

async function clear(...clearing: Parameters<typeof clearSecondFactors>): Promise<Removed['cleared']> {
  try {
    const acted = await clearSecondFactors(...clearing);
    return acted?.value === undefined ? undefined : { removed: acted.value, sessions: acted.sessions };
  } catch (error) {
    if (error instanceof Problem && error.definition === lastWayIn) return 'last-way-in';
    throw error;
  }
}
