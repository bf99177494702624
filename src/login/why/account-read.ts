import { findHeldFactors, type HeldFactor } from '../../factors/index.ts';
import type { PasswordsTable } from '../../factors/password/index.ts';
import type { Actor } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { type AccountRow, accountColumns } from '../../people/accounts/index.ts';
import { type EmailState, emailStateIn } from '../../people/emails/index.ts';

/** An account with all that it can sign in with, each read once: for whoever judges it, shows it, or does both. */
export interface AccountRead {
  readonly account: AccountRow;
  /** Why it was disabled, in the admin's words. */
  readonly disabledReason: string | null;
  /** By what it was closed; null where it's open, or where no event tells of it any more. */
  readonly closedBy: Actor | null;
  /** It has a rule of its own that asks for a second factor. */
  readonly requiresSecondFactor: boolean;
  readonly password: StoredPassword | undefined;
  readonly email: EmailState;
  /** It has an identity at a provider that people can sign in with here. */
  readonly hasIdentity: boolean;
  readonly factors: readonly HeldFactor[];
}

export type StoredPassword = Pick<PasswordsTable, 'changed_at' | 'pepper' | 'weak' | 'wraps'>;

/** Undefined when there is no such account. */
export async function readAccount(
  services: Pick<Services, 'db' | 'config'>,
  accountId: string,
): Promise<AccountRead | undefined> {
  const rows = await rowsOf(services, accountId);
  const [first] = rows;
  if (!first) return undefined;
  const { changed_at, pepper, weak, wraps, closed_by, second_factor_required, disabled_reason } = first;
  const hasPassword = changed_at !== null && pepper !== null && weak !== null;
  return {
    account: first,
    disabledReason: disabled_reason,
    closedBy: closed_by,
    requiresSecondFactor: second_factor_required === 1,
    password: hasPassword ? { changed_at, pepper, weak, wraps } : undefined,
    hasIdentity: first.identity !== null,
    email: emailStateIn(
      rows.flatMap(({ address, verified_at }) => (address === null ? [] : [{ address, verified_at }])),
    ),
    factors: await findHeldFactors(services, accountId),
  };
}

/** Joins the tables of five slices, so that it's one query: a row for each address, or one without any. */
function rowsOf({ db, config }: Pick<Services, 'db' | 'config'>, accountId: string) {
  const providers = config.login.with.map(({ id }) => id);
  return db
    .selectFrom('accounts as a')
    .leftJoin('passwords as p', 'p.account_id', 'a.id')
    .leftJoin('emails as e', 'e.account_id', 'a.id')
    .select(accountColumns.map((column) => `a.${column}` as const))
    .select(['a.disabled_reason', 'a.second_factor_required'])
    .select(['p.changed_at', 'p.pepper', 'p.weak', 'p.wraps', 'e.address', 'e.verified_at'])
    .select((row) =>
      row
        .selectFrom('events as v')
        .select('v.actor')
        .whereRef('v.account_id', '=', 'a.id')
        .where(({ eb, or }) => or([eb('a.disabled_at', 'is not', null), eb('a.deleted_at', 'is not', null)]))
        .where('v.type', '=', (type) =>
          type
            .case()
            .when('a.deleted_at', 'is', null)
            .then('account-disabled' as const)
            .else('account-deletion-set' as const)
            .end(),
        )
        .orderBy('v.id', 'desc')
        .limit(1)
        .as('closed_by'),
    )
    .select((row) =>
      row
        .selectFrom('outside_identities as o')
        .select('o.id')
        .whereRef('o.account_id', '=', 'a.id')
        // No provider has an empty name.
        .where('o.provider', 'in', ['', ...providers])
        .limit(1)
        .as('identity'),
    )
    .where('a.id', '=', accountId)
    .execute();
}
