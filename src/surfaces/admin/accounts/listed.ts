import type { Services } from '../../../kit/services.ts';
import {
  type AccountOverview,
  type AccountSearch,
  findAddressesOf,
  type OverviewPage,
  searchAccounts,
} from '../../../operate/accounts/index.ts';
import { type AccountRow, closureOf } from '../../../people/accounts/index.ts';
import type { AccountCounts } from '../../../people/limits/index.ts';

/** `held`: after too many failed attempts, strangers must wait. */
export type AccountState = 'open' | 'held' | 'disabled' | 'deleted';

interface Stands {
  readonly closed: Pick<AccountRow, 'disabled_at' | 'deleted_at'>;
  readonly counts: Pick<AccountCounts, 'holds'>;
}

export function stateOf({ closed, counts }: Stands): AccountState {
  return closureOf(closed) ?? (counts.holds.length > 0 ? 'held' : 'open');
}

/** An account in the list, with the address that it is known by. */
export interface ListedAccount extends AccountOverview {
  readonly email: { readonly address: string; readonly isVerified: boolean } | undefined;
}

export async function listAccounts(
  services: Services,
  asked: AccountSearch,
): Promise<{ items: ListedAccount[]; page: OverviewPage<string> }> {
  const page = await searchAccounts(services, asked);
  const addresses = await findAddressesOf(
    services.db,
    page.items.map(({ account }) => account.id),
  );
  return { items: page.items.map((one) => ({ ...one, email: addresses.get(one.account.id) })), page };
}
