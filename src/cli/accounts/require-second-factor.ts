import type { Flags } from '../../config/index.ts';
import { requireSecondFactor as setRule } from '../../operate/accounts/index.ts';
import { noAccount, withDatabase } from './database.ts';
import { count, print } from './text.ts';

/** Requires a second factor for an account, or stops requiring it. */
export function requireSecondFactor(name: string, required: boolean, flags: Flags): Promise<void> {
  return withDatabase(flags, async (services) => {
    const set = await setRule(services, { name, required });
    if (!set) throw noAccount(services.config, name);
    const { username, isNew, isAskedOfAll, sessions } = set;
    if (!isNew) {
      const was = required ? 'was already required' : "wasn't required";
      return print(`A second factor ${was} for ${username}. Nothing was changed.\n`);
    }
    const rule = `A second factor is ${required ? 'now' : 'no longer'} required for ${username}.`;
    const but = !required && isAskedOfAll ? ' login.secondFactor still requires one for every account.' : '';
    const ended = sessions > 0 ? ` Ended ${count(sessions, 'session')} that didn't use one.` : '';
    await print(`${rule}${but}${ended}\n`);
  });
}
