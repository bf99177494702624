import { minutes } from '../../kit/duration.ts';
import { problem } from '../../kit/problem.ts';
import type { SessionRow } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { hasSecondFactor } from '../login/index.ts';
import { proofRequired } from './problems.ts';
import { offersOf } from './prove-factor.ts';

/** How long a verification opens what is sensitive. ASVS V7.5.1 and V7.5.3 ask for one without a number. */
const lifetime = minutes(10);

/**
 * The strength that a verification must have: the account's own. 2 where it has a second factor, since a stolen session
 * and a known password would else be enough to put another factor in its place.
 */
export type Strength = 1 | 2;

export async function strengthOf({ db }: Pick<Services, 'db'>, accountId: string): Promise<Strength> {
  return (await hasSecondFactor(db, accountId)) ? 2 : 1;
}

/** What would be a verification of this strength now, each with what its holder needs to answer it. */
export async function offersToVerify(services: Services, session: SessionRow, needs: Strength) {
  return needs === 2 ? offersOf(services, session) : [{ factor: 'password' as const }];
}

/**
 * Call it before anything that changes factors, address or recovery codes, or carries the account's data away. Throws
 * `proof-required` unless this session has verified its holder within ten minutes, at the account's own strength.
 */
export async function requireVerification(services: Services, session: SessionRow): Promise<void> {
  const needs = await strengthOf(services, session.account_id);
  const at = needs === 2 ? session.second_auth_time : session.auth_time;
  await requireRecent(services, session, needs, at);
}

/**
 * The same for a request that brings the current password along, such as a change of it: that is level 1, so only a
 * second factor is asked for besides, where the account has one. Throws `proof-required`.
 */
export async function requireSecondVerification(services: Services, session: SessionRow): Promise<void> {
  const needs = await strengthOf(services, session.account_id);
  if (needs === 2) await requireRecent(services, session, needs, session.second_auth_time);
}

async function requireRecent(
  services: Services,
  session: SessionRow,
  needs: Strength,
  at: number | null,
): Promise<void> {
  if (at !== null && at >= services.clock() - lifetime) return;
  const next = await offersToVerify(services, session, needs);
  const detail =
    needs === 2
      ? 'Confirm your identity with your second factor, then try again: POST /api/reauthenticate with one of `next`.'
      : 'Confirm your identity, then try again: POST /api/reauthenticate with one of `next`.';
  throw problem(proofRequired, detail, { extra: { needs, next } });
}
