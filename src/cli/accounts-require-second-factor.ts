import type { Flags } from '../config/index.ts';
import { inTransaction } from '../kit/db/index.ts';
import { holdAccount, setSecondFactorRule } from '../people/accounts/index.ts';
import { recordEvent } from '../people/events/index.ts';
import { revokeWeakSessions } from '../people/sessions/index.ts';
import { operator, withDatabase } from './accounts-database.ts';
import { getOverview } from './accounts-show.ts';
import { count, print } from './accounts-text.ts';

/** Has an account need a second factor, or takes that back. Sessions that were opened without one end. */
export function requireSecondFactor(name: string, required: boolean, flags: Flags): Promise<void> {
  return withDatabase(flags, async (opened) => {
    const { config, database } = opened;
    const { db } = database;
    const now = Date.now();
    const { id, username } = await getOverview(opened, name, now);
    const ended = await inTransaction(db, async (tx) => {
      // As every way in has it: a login that runs now ends before this, and its session with the others.
      await holdAccount(tx, id);
      if (!(await setSecondFactorRule(tx, id, required))) return undefined;
      const sessions = required ? await revokeWeakSessions(tx, id) : 0;
      const event = { accountId: id, client: operator, at: now, detail: { sessions } };
      await recordEvent(tx, {
        type: required ? 'second-factor-required' : 'second-factor-optional',
        ...event,
      });
      return sessions;
    });
    const rule = required
      ? `${username} must have a second factor`
      : `${username} need not have a second factor`;
    if (ended === undefined) return print(`${rule}: it was so before.\n`);
    const everybody = config.login.secondFactor === 'required';
    const but = !required && everybody ? ', but login.secondFactor asks it of everybody' : '';
    const sessions = ended > 0 ? ` ${count(ended, 'session')} without one ended.` : '';
    await print(`${rule} from now on${but}.${sessions}\n`);
  });
}
