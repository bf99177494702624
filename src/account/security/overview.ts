import { listPasskeys, type Passkey, relyingPartyOf, toPasskey } from '../../factors/passkey/index.ts';
import { codesInASet, countCodesLeft, findCodesMadeAt } from '../../factors/recovery-code/index.ts';
import { findTotp } from '../../factors/totp/index.ts';
import { isoTime } from '../../kit/clock.ts';
import type { Services } from '../../kit/services.ts';
import { hasSecondFactor, mustHaveSecondFactor } from '../../login/index.ts';

/** What protects an account, as its owner sees it. Times are ISO 8601 in UTC. */
export interface SecurityOverview {
  readonly hasSecondFactor: boolean;
  /** Whether the account must have one: its last cannot be removed. */
  readonly secondFactorRequired: boolean;
  readonly passkeys: readonly Passkey[];
  /** Where passkeys can be added and used; null where this server has no name for them. */
  readonly passkeyOrigin: string | null;
  readonly totp: { readonly since: string } | null;
  /** Null when the account has none, or no second factor that they could stand in for. */
  readonly recoveryCodes: { readonly left: number; readonly of: number; readonly since: string } | null;
}

export async function findOverview(
  { db, config }: Pick<Services, 'db' | 'config'>,
  accountId: string,
): Promise<SecurityOverview> {
  const totp = await findTotp(db, accountId);
  const madeAt = await findCodesMadeAt(db, accountId);
  const since = totp?.confirmed_at ?? null;
  return {
    hasSecondFactor: await hasSecondFactor(db, accountId),
    secondFactorRequired: await mustHaveSecondFactor(db, config, accountId),
    passkeys: (await listPasskeys(db, accountId)).map(toPasskey),
    passkeyOrigin: relyingPartyOf(config)?.origin ?? null,
    totp: since === null ? null : { since: isoTime(since) },
    recoveryCodes:
      madeAt === undefined
        ? null
        : { left: await countCodesLeft(db, accountId), of: codesInASet, since: isoTime(madeAt) },
  };
}
