import type { Flags } from '../../config/index.ts';
import { actingAsCommand, requireSecondFactor as setRule } from '../../operate/accounts/index.ts';
import { count, print } from './text.ts';
import { withAccount } from './with-account.ts';

/** Requires a second factor for an account, or stops requiring it. */
export async function requireSecondFactor(
  name: string,
  required: boolean,
  { reason, ...flags }: Flags & { reason?: string },
): Promise<void> {
  const { acted, config } = await withAccount(flags, name, (services, accountId) =>
    setRule(services, actingAsCommand(reason ?? null), { accountId, required }),
  );
  const { username, isNew, sessions } = acted;
  if (!isNew) {
    const was = required ? 'was already required' : "wasn't required";
    return print(`A second factor ${was} for ${username}. Nothing was changed.\n`);
  }
  const rule = `A second factor is ${required ? 'now' : 'no longer'} required for ${username}.`;
  const isAskedOfAll = config.login.secondFactor === 'required';
  const but = !required && isAskedOfAll ? ' login.secondFactor still requires one for every account.' : '';
  const ended = sessions > 0 ? ` Ended ${count(sessions, 'session')} that didn't use one.` : '';
  await print(`${rule}${but}${ended}\n`);
}
