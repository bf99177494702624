import type { Flags } from '../../config/index.ts';
import { actingAsCommand, unlock } from '../../operate/accounts/index.ts';
import { count, print } from './text.ts';
import { withAccount } from './with-account.ts';

/** Clears the failed attempts that were counted for an account. */
export async function unlockAccount(
  name: string,
  { reason, ...flags }: Flags & { reason?: string },
): Promise<void> {
  const { acted } = await withAccount(flags, name, (services, accountId) =>
    unlock(services, actingAsCommand(reason ?? null), accountId),
  );
  const { username, isNew, value: failures = 0 } = acted;
  await print(
    isNew
      ? `Cleared ${count(failures, 'failed attempt')}. ${username} can try again now.\n`
      : `${username} has no failed attempts. Nothing was changed.\n`,
  );
}
