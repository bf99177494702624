import type { AccountsTable } from './table.ts';

/** Why nobody gets into an account, whatever they prove. Who deletes a disabled account takes that first. */
export type Closure = 'disabled' | 'deleted';

/**
 * Why an account is closed; undefined while it's open. Its owner and everybody else is answered as if the password, code or
 * passkey were wrong, so that nobody learns which accounts exist.
 */
export function closureOf(
  account: Pick<AccountsTable, 'disabled_at' | 'deleted_at'> | undefined,
): Closure | undefined {
  if (!account) return undefined;
  if (account.deleted_at !== null) return 'deleted';
  return account.disabled_at === null ? undefined : 'disabled';
}
