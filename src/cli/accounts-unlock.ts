import type { Flags } from '../config/index.ts';
import { unlock } from '../operate/accounts/index.ts';
import { noAccount, withDatabase } from './accounts-database.ts';
import { count, print } from './accounts-text.ts';

/** Forgets the failures of an account's password and codes. */
export function unlockAccount(name: string, flags: Flags): Promise<void> {
  return withDatabase(flags, async (services) => {
    const unlocked = await unlock(services, name);
    if (!unlocked) throw noAccount(services.config, name);
    const { username, failures } = unlocked;
    await print(
      failures === 0
        ? `Nothing is counted against ${username}: there was nothing to unlock.\n`
        : `Forgot ${count(failures, 'failure')}: ${username} can try again now.\n`,
    );
  });
}
