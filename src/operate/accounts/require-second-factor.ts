import { setSecondFactorRule } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
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
  const kind = required ? 'second-factor-required' : 'second-factor-optional';
  const by = { kind: 'operator', accountId, client: operator } as const;
  return act({ config, db, clock }, by, kind, {
    async change(tx) {
      if (!(await setSecondFactorRule(tx, accountId, required))) {
        return { unchanged: { ...set, isNew: false, sessions: 0 } as RuleSet };
      }
      return { value: undefined, events: [{ type: kind, detail: ({ sessions }) => ({ sessions }) }] };
    },
    finish: (_tx, { sessions }) => ({ ...set, isNew: true, sessions }),
  });
}
