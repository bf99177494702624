import type { Flags } from '../config/index.ts';
import { requireSecondFactor as setRule } from '../operate/accounts/index.ts';
import { noAccount, withDatabase } from './accounts-database.ts';
import { count, print } from './accounts-text.ts';

/** Has an account need a second factor, or takes that back. */
export function requireSecondFactor(name: string, required: boolean, flags: Flags): Promise<void> {
  return withDatabase(flags, async (services) => {
    const set = await setRule(services, { name, required });
    if (!set) throw noAccount(services.config, name);
    const { username, isNew, isAskedOfAll, sessions } = set;
    const rule = required
      ? `${username} must have a second factor`
      : `${username} need not have a second factor`;
    if (!isNew) return print(`${rule}: it was so before.\n`);
    const but = !required && isAskedOfAll ? ', but login.secondFactor asks it of everybody' : '';
    const ended = sessions > 0 ? ` ${count(sessions, 'session')} without one ended.` : '';
    await print(`${rule} from now on${but}.${ended}\n`);
  });
}
