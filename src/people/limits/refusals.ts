import { type Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../services.ts';
import type { TrailRecorder } from '../trails/index.ts';
import { type AskedByAnyone, mostPerAddress } from './address-limit.ts';
import { newChallenge } from './challenge.ts';
import { challengeRequired, tooManyAttempts } from './problems.ts';
import { findLimit } from './store.ts';

/** Whose request is refused, from where, and whether it may be asked for a proof of work. */
interface Refused {
  readonly address: string;
  readonly mayChallenge: boolean;
  readonly trail?: Pick<TrailRecorder, 'note'> | undefined;
}

/** Why none of these counters let a try pass: a wait, a count that is full, or a proof of work that is missing. */
export async function refusal(
  services: Services,
  keys: readonly string[],
  { address, mayChallenge, trail }: Refused,
): Promise<Problem> {
  const { config, db, clock } = services;
  const now = clock();
  for (const key of keys) {
    const limit = await findLimit(db, key);
    if (!limit || limit.expires_at <= now) continue;
    const most = mostPerAddress(config.limits, key) ?? config.limits.disableAfter;
    if (limit.blocked_until <= now && limit.count < most) continue;
    noteWait(services, key, limit, trail);
    return waitProblem(services, key, limit);
  }
  return mayChallenge
    ? challengeProblem(services, address)
    : problem(tooManyAttempts, undefined, { retryAfter: 1 });
}

/** Tells a trail which counter refuses, if it is one of an address; what refuses an account is noted where it is read. */
export function noteWait(
  { config, clock }: Services,
  key: string,
  limit: { count: number; expires_at: number },
  trail: Pick<TrailRecorder, 'note'> | undefined,
): void {
  const of = mostPerAddress(config.limits, key);
  if (of === undefined) return;
  const [what] = key.split(':', 1);
  const waitSeconds = Math.ceil((limit.expires_at - clock()) / 1000);
  const counts = countedAs[what as AskedByAnyone];
  trail?.note({ code: 'limit-read', by: 'address', failures: limit.count, of, waitSeconds, counts });
}

/** How a trail calls what anyone may ask for. */
export const countedAs = {
  registrations: 'registrations',
  recoveries: 'recoveries',
  passkeyLogins: 'logins by passkey',
  emailCodes: 'codes by mail',
} as const satisfies Readonly<Record<AskedByAnyone, string>>;

/** For a used-up count of an account there is no end to tell, so the longest wait is named. */
export function waitProblem(
  { config, clock }: Services,
  key: string,
  { blocked_until, expires_at }: { blocked_until: number; expires_at: number },
): Problem {
  const now = clock();
  const perAddress = mostPerAddress(config.limits, key) !== undefined;
  const end = blocked_until > now ? blocked_until : perAddress ? expires_at : now + config.limits.longestWait;
  const retryAfter = Math.max(1, Math.ceil((end - now) / 1000));
  return problem(tooManyAttempts, `Too many tries. Wait ${inWords(retryAfter)} and try again.`, {
    retryAfter,
  });
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** Asks for a proof of work, with a challenge to solve. Throws `busy` when too many of those are being made. */
export async function challengeProblem(services: Services, address: string): Promise<Problem> {
  return problem(
    challengeRequired,
    'Before the next try a proof of work is needed. Send the solved challenge as "proofOfWork".',
    { extra: { challenge: await newChallenge(services, address) } },
  );
}
