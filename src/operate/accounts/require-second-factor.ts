import { setSecondFactorRule } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import { findNamed } from './find-named.ts';
import { operator } from './operator.ts';
import type { OperatorServices } from './overview.ts';

/** The result of changing the rule. */
export interface RuleSet {
  readonly username: string;
  /** False when nothing changed. */
  readonly isNew: boolean;
  /** Sessions that ended because they were opened without a second factor. */
  readonly sessions: number;
  /** Whether the configuration requires a second factor for every account. */
  readonly isAskedOfAll: boolean;
}

/**
 * Requires a second factor for an account, or stops requiring it. Sessions opened without one end. Undefined when the
 * account doesn't exist.
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
