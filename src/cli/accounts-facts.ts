import type { Config } from '../config/index.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import { isoTime } from '../kit/clock.ts';
import { toAccount } from '../people/accounts/index.ts';
import type { AccountOverview } from './accounts-overview.ts';
import { type LoginFacts, notesOn } from './accounts-verdict.ts';

/** Reads off an overview what decides about logins, under this configuration. */
export function factsReader(config: Config): (account: AccountOverview, now: number) => LoginFacts {
  const { hasItsPepper } = createPasswordHasher(config);
  return (account, now) => ({
    username: account.username,
    hasPassword: account.hash !== null,
    hasItsPepper: hasItsPepper({ pepper: account.pepper ?? '' }),
    isWeak: account.weak === 1,
    wrapsMd5: account.wraps === 'md5',
    failures: account.failures ?? 0,
    blockedUntil: account.blocked_until ?? 0,
    limits: config.limits,
    now,
  });
}

/** An account for programs: the members that the API has, and the operator's. */
export function accountJson(account: AccountOverview, facts: LoginFacts) {
  return {
    ...toAccount(account),
    sessions: account.sessions,
    secondFactorRequired: account.second_factor_required === 1,
    failures: facts.failures,
    waitsUntil: facts.blockedUntil > facts.now ? isoTime(facts.blockedUntil) : null,
    password:
      account.changed_at === null
        ? null
        : {
            changedAt: isoTime(account.changed_at),
            weak: facts.isWeak,
            wraps: account.wraps,
            locked: facts.failures >= facts.limits.disableAfter,
          },
    notes: notesOn(facts),
  };
}
