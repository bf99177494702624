import { isoTime } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { listIdentities } from './identities.ts';
import { findProvider } from './providers.ts';
import type { OutsideIdentitiesTable } from './table.ts';

/** An identity as its owner and admins see it. Times are ISO 8601 in UTC. */
export interface IdentityView {
  readonly id: string;
  /** The `id` of its provider, and what people call it; the same where the configuration no longer has the provider. */
  readonly provider: string;
  readonly label: string;
  /** What its owner is known by there, such as an address. */
  readonly name: string | null;
  readonly addedAt: string;
  readonly usedAt: string;
}

/** The account's identities, the oldest first. */
export async function viewIdentities(
  services: Pick<Services, 'config'>,
  db: Db,
  accountId: string,
): Promise<IdentityView[]> {
  return (await listIdentities(db, accountId)).map((identity) => ({
    id: identity.id,
    provider: identity.provider,
    label: providerLabel(services, identity),
    name: identity.label,
    addedAt: isoTime(identity.created_at),
    usedAt: isoTime(identity.seen_at),
  }));
}

/** What people call the provider of an identity. */
export const providerLabel = (
  services: Pick<Services, 'config'>,
  { provider }: Pick<OutsideIdentitiesTable, 'provider'>,
): string => findProvider(services, provider)?.label ?? provider;
