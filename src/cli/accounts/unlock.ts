import type { Flags } from '../../config/index.ts';
import { unlock } from '../../operate/accounts/index.ts';
import { noAccount, withDatabase } from './database.ts';
import { count, print } from './text.ts';

/** Clears the failed attempts that were counted for an account. */
export function unlockAccount(name: string, flags: Flags): Promise<void> {
  return withDatabase(flags, async (services) => {
    const unlocked = await unlock(services, name);
    if (!unlocked) throw noAccount(services.config, name);
    const { username, failures } = unlocked;
    await print(
      failures === 0
        ? `${username} has no failed attempts. Nothing was changed.\n`
        : `Cleared ${count(failures, 'failed attempt')}. ${username} can try again now.\n`,
    );
  });
}
