import { type Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { TrailRecorder } from '../trails/index.ts';
import { type AskedByAnyone, mostPerAddress } from './asked/address-limit.ts';
import { type LimitServices, newChallenge } from './challenge.ts';
import { challengeRequired, tooManyAttempts } from './problems.ts';
import { findLimit, type Reservation } from './store.ts';

/** Whose request is refused, from where, and whether it may be asked for a proof of work. */
interface Refused {
  readonly address: string;
  readonly mayChallenge: boolean;
  readonly trail?: Pick<TrailRecorder, 'note'> | undefined;
}

/** Why the counter of an address lets no request pass: it is full, or a proof of work is missing. */
export async function askedRefusal(
  services: LimitServices,
  { key, most, now }: Pick<Reservation, 'key' | 'most' | 'now'>,
  { address, mayChallenge, trail }: Refused,
): Promise<Problem> {
  const limit = await findLimit(services.db, key);
  if (limit && limit.expires_at > now && limit.count >= most) {
    noteWait(services, key, limit, trail);
    return waitProblem(services, limit.expires_at);
  }
  return mayChallenge
    ? challengeProblem(services, address)
    : problem(tooManyAttempts, undefined, { retryAfter: 1 });
}

/** Tells a trail which counter refuses, if it's one of an address or of what anyone may ask for. */
export function noteWait(
  { config, clock }: LimitServices,
  key: string,
  limit: { count: number; expires_at: number },
  trail: Pick<TrailRecorder, 'note'> | undefined,
): void {
  const of = mostPerAddress(config.limits, key);
  if (of === undefined) return;
  const [what] = key.split(':', 1);
  const waitSeconds = Math.ceil((limit.expires_at - clock()) / 1000);
  const counts = countedAs[what as keyof typeof countedAs];
  trail?.note({ code: 'limit-read', by: countedFor(key), failures: limit.count, of, waitSeconds, counts });
}

/** Whether a key counts what an address does, or the browsers that an account knows. */
export function countedFor(key: string): 'device' | 'address' {
  return key.split(':', 2)[1] === 'known' ? 'device' : 'address';
}

/** How a trail calls what anyone may ask for. */
export const countedAs = {
  registrations: 'registrations',
  recoveries: 'recoveries',
  passkeyLogins: 'logins by passkey',
  providerLogins: 'logins by provider',
  emailCodes: 'codes by mail',
  wrongLinks: 'wrong links',
} as const satisfies Readonly<Record<AskedByAnyone | 'wrongLinks', string>>;

/** What somebody is told who has to wait until `end`, in Unix milliseconds. */
export function waitProblem({ clock }: Pick<Services, 'clock'>, end: number): Problem {
  const retryAfter = Math.max(1, Math.ceil((end - clock()) / 1000));
  return problem(tooManyAttempts, ({ limits }) => limits.tryAgainIn(retryAfter), { retryAfter });
}

/**
 * Asks for a proof of work, over the API with a challenge to solve; `busy` when too many of those are being made. The
 * script of a page fetches its own.
 */
export function challengeProblem(services: LimitServices, address: string): Problem {
  return problem(challengeRequired, ({ limits }) => limits.challenge, {
    onDemand: async () => ({ challenge: await newChallenge(services, address) }),
  });
}
