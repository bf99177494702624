import { isoTime } from '../../kit/clock.ts';
import type { AccountOverview, ShownAccount } from '../../operate/accounts/index.ts';
import { mailJson } from './mail.ts';

/** An account of `accounts list --json`: the API's members and those for operators. */
export function overviewJson({
  account,
  closed,
  sessions,
  secondFactorRequired,
  password,
  counts,
  notes,
}: AccountOverview) {
  const ofStrangers = counts.holds.find(({ of, by }) => of === 'password' && by === 'strangers');
  return {
    ...account,
    ...closedJson(closed),
    sessions,
    secondFactorRequired,
    failures: counts.strangers,
    waitsUntil: ofStrangers && ofStrangers.until > Date.now() ? isoTime(ofStrangers.until) : null,
    password: password && {
      changedAt: isoTime(password.changedAt),
      weak: password.isWeak,
      wraps: password.wrapsMd5 ? 'md5' : null,
      locked: ofStrangers?.isFull ?? false,
    },
    notes,
  };
}

/** Only of an account that an admin has disabled or deleted. */
function closedJson({ disabled_at: disabled, deleted_at: deleted }: AccountOverview['closed']) {
  return {
    ...(disabled !== null && { disabledAt: isoTime(disabled) }),
    ...(deleted !== null && { deletedAt: isoTime(deleted) }),
  };
}

/** The output of `accounts show --json`. */
export function accountJson(shown: ShownAccount) {
  const {
    standing,
    disabledReason,
    counts,
    factors,
    identities,
    email,
    mail,
    bytes,
    dataVersion,
    living,
    events,
  } = shown;
  return {
    ...overviewJson(shown),
    canLogIn: standing.canSignIn,
    because: standing.because,
    ...(disabledReason !== null && { disabledReason }),
    failuresOfKnownBrowsers: counts.known,
    incorrectCodes: counts.codes,
    attemptsWithNearbyNames: standing.facts.nearNames ?? null,
    secondFactors: factors.facts,
    identities,
    email: { verified: email.verified, pending: email.pending !== null, ...mailJson(mail) },
    data: { bytes, version: dataVersion },
    sessions: living,
    events: events.map(({ at, type, actor, address, device, detail }) => ({
      at: isoTime(at),
      type,
      actor,
      address,
      device,
      detail: JSON.parse(detail ?? 'null') as unknown,
    })),
  };
}
