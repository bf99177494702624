import type { UseCaseServices } from '../../factors/index.ts';
import { findPassword } from '../../factors/password/index.ts';
import { minutes } from '../../kit/duration.ts';
import { problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import { findProofTimes, type SessionRow } from '../../people/sessions/index.ts';
import { needIn, withNeed } from './need.ts';
import { offersToVerify, type Strength, strengthOf } from './offers.ts';
import { proofRequired } from './problems.ts';

/** How long a verification opens what is sensitive. ASVS V7.5.1 and V7.5.3 ask for one without a number. */
const lifetime = minutes(10);

/**
 * Call it before anything that changes factors, address or recovery codes, or carries the account's data away. Throws
 * `proof-required` unless this session has verified its holder within ten minutes, at the account's own strength.
 */
export async function requireVerification(services: UseCaseServices, session: SessionRow): Promise<void> {
  await requireRecent(services, session, await strengthOf(services, session.account_id));
}

/**
 * The same for a request that brings the current password along, such as a change of it: that is level 1, so only a
 * second factor is asked for besides, where the account has one. Where it has no password, nothing can come along.
 * Throws `proof-required`.
 */
export async function requireSecondVerification(
  services: UseCaseServices,
  session: SessionRow,
): Promise<void> {
  const { account_id: accountId } = session;
  const needs = await strengthOf(services, accountId);
  const hasPassword = (await findPassword(services.db, accountId)) !== undefined;
  if (needs === 2 || !hasPassword) await requireRecent(services, session, needs);
}

/** When this session last verified its holder, at the account's own strength; 0 for never. */
export async function lastVerified(
  services: UseCaseServices,
  { account_id: accountId, auth_time: first, second_auth_time: second }: SessionRow,
): Promise<number> {
  return (await strengthOf(services, accountId)) === 2 ? (second ?? 0) : first;
}

/** Whether this session has verified its holder within ten minutes, at the account's own strength. */
export async function isVerified(services: UseCaseServices, session: SessionRow): Promise<boolean> {
  return isRecent(services, session, await strengthOf(services, session.account_id));
}

async function requireRecent(services: UseCaseServices, session: SessionRow, needs: Strength): Promise<void> {
  if (isRecent(services, session, needs)) return;
  // A request beside this one may have added the account's first second factor after the session was read, which is
  // what the strength above saw. It proved that factor for this session too.
  const now = await findProofTimes(services.db, session);
  if (now && isRecent(services, now, needs)) return;
  const next = await offersToVerify(services, session, needs);
  const canVerify = next.length > 0;
  const need = needIn(session, needs, services.clock());
  const detail: Say = ({ prove }) => (canVerify ? prove.confirmFirst(need) : prove.nothingToConfirmWith);
  throw withNeed(problem(proofRequired, detail, { extra: { needs, next } }), need);
}

type ProofTimes = Pick<SessionRow, 'auth_time' | 'second_auth_time'>;

function isRecent({ clock }: UseCaseServices, times: ProofTimes, needs: Strength): boolean {
  const at = needs === 2 ? times.second_auth_time : times.auth_time;
  return at !== null && at >= clock() - lifetime;
}
