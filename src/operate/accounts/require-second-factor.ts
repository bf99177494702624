import { inTransaction } from '../../kit/db/index.ts';
import { holdAccount, setSecondFactorRule } from '../../people/accounts/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { revokeWeakSessions } from '../../people/sessions/index.ts';
import { findNamed } from './find-named.ts';
import { operator } from './operator.ts';
import type { OperatorServices } from './overview.ts';

/** What became of the rule. */
export interface RuleSet {
  readonly username: string;
  /** False when it was so before. */
  readonly isNew: boolean;
  /** Sessions that ended, since they were opened without a second factor. */
  readonly sessions: number;
  /** Whether the configuration asks it of everybody, whatever the account's own rule is. */
  readonly isAskedOfAll: boolean;
}

/**
 * Has an account need a second factor, or takes that back. Sessions that were opened without one end. Undefined when
 * nobody has the name.
 */
export async function requireSecondFactor(
  { config, db, clock }: OperatorServices,
  { name, required }: { readonly name: string; readonly required: boolean },
): Promise<RuleSet | undefined> {
  const account = await findNamed(db, name);
  if (!account) return undefined;
  const { id: accountId, username } = account;
  const set = { username, isAskedOfAll: config.login.secondFactor === 'required' };
  return inTransaction(db, async (tx) => {
    // As every way in has it: a login that runs now ends before this, and its session with the others.
    await holdAccount(tx, accountId);
    if (!(await setSecondFactorRule(tx, accountId, required))) return { ...set, isNew: false, sessions: 0 };
    const sessions = required ? await revokeWeakSessions(tx, accountId) : 0;
    const type = required ? 'second-factor-required' : 'second-factor-optional';
    await recordEvent(tx, { type, accountId, client: operator, at: clock(), detail: { sessions } });
    return { ...set, isNew: true, sessions };
  });
}
