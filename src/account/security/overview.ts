import { findHeldFactors, type HeldFactor } from '../../factors/index.ts';
import { findPassword } from '../../factors/password/index.ts';
import type { Services } from '../../kit/services.ts';
import { isProtectedBy, mustHaveSecondFactor } from '../../login/index.ts';

/** What protects an account, as its owner and the operator see it. */
export interface SecurityOverview {
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** Whether the account must have one: its last cannot be removed. */
  readonly secondFactorRequired: boolean;
  /** What the account has of each factor. */
  readonly factors: readonly Pick<HeldFactor, 'own' | 'shown'>[];
}

export async function findOverview(
  services: Pick<Services, 'db' | 'config'>,
  accountId: string,
): Promise<SecurityOverview> {
  const { db, config } = services;
  const factors = await findHeldFactors(services, accountId);
  return {
    hasPassword: (await findPassword(db, accountId)) !== undefined,
    hasSecondFactor: isProtectedBy(factors),
    secondFactorRequired: await mustHaveSecondFactor(db, config, accountId),
    factors,
  };
}

/** The overview as the API answers it: what each factor shows stands beside the rest. Times are ISO 8601 in UTC. */
export function toAnswer({ factors: held, ...rest }: SecurityOverview): Readonly<Record<string, unknown>> {
  return Object.assign(rest, ...held.map(({ shown }) => shown));
}
