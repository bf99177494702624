import { factors } from '../../factors/index.ts';
import type { Own } from '../../factors/own.ts';
import { findPassword } from '../../factors/password/index.ts';
import type { Services } from '../../kit/services.ts';
import { hasSecondFactor, mustHaveSecondFactor } from '../../login/index.ts';

/** What protects an account, as its owner and the operator see it. */
export interface SecurityOverview {
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** Whether the account must have one: its last cannot be removed. */
  readonly secondFactorRequired: boolean;
  /** What the account has of each factor. */
  readonly factors: readonly ShownFactor[];
}

interface ShownFactor {
  readonly own: Own;
  readonly shown: object;
}

export async function findOverview(
  services: Pick<Services, 'db' | 'config'>,
  accountId: string,
): Promise<SecurityOverview> {
  const { db, config } = services;
  const shown: ShownFactor[] = [];
  for (const { own } of factors) if (own) shown.push({ own, shown: await own.find(services, accountId) });
  return {
    hasPassword: (await findPassword(db, accountId)) !== undefined,
    hasSecondFactor: await hasSecondFactor(db, accountId),
    secondFactorRequired: await mustHaveSecondFactor(db, config, accountId),
    factors: shown,
  };
}

/** The overview as the API answers it: what each factor shows stands beside the rest. Times are ISO 8601 in UTC. */
export function toAnswer({ factors: held, ...rest }: SecurityOverview): Readonly<Record<string, unknown>> {
  return Object.assign(rest, ...held.map(({ shown }) => shown));
}
