import { minutes } from '../../kit/duration.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { findProofTimes, type SessionRow } from '../../people/sessions/index.ts';
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
  await requireRecent(services, session, await strengthOf(services, session.account_id));
}

/**
 * The same for a request that brings the current password along, such as a change of it: that is level 1, so only a
 * second factor is asked for besides, where the account has one. Throws `proof-required`.
 */
export async function requireSecondVerification(services: Services, session: SessionRow): Promise<void> {
  const needs = await strengthOf(services, session.account_id);
  if (needs === 2) await requireRecent(services, session, needs);
}

/** Whether this session has verified its holder within ten minutes, at the account's own strength. */
export async function isVerified(services: Services, session: SessionRow): Promise<boolean> {
  return isRecent(services, session, await strengthOf(services, session.account_id));
}

async function requireRecent(services: Services, session: SessionRow, needs: Strength): Promise<void> {
  if (isRecent(services, session, needs)) return;
  // A request beside this one may have added the account's first second factor after the session was read, which is
  // what the strength above saw. It proved that factor for this session too.
  const now = await findProofTimes(services.db, session);
  if (now && isRecent(services, now, needs)) return;
  const next = await offersToVerify(services, session, needs);
  const detail =
    needs === 2
      ? 'Confirm your identity with your second factor, then try again: POST /api/reauthenticate with one of `next`.'
      : 'Confirm your identity, then try again: POST /api/reauthenticate with one of `next`.';
  throw problem(proofRequired, detail, { extra: { needs, next } });
}

type ProofTimes = Pick<SessionRow, 'auth_time' | 'second_auth_time'>;

function isRecent({ clock }: Services, times: ProofTimes, needs: Strength): boolean {
  const at = needs === 2 ? times.second_auth_time : times.auth_time;
  return at !== null && at >= clock() - lifetime;
}
