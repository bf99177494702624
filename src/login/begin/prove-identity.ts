import type { UseCaseServices } from '../../factors/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import { findKnownDevice, hashName } from '../../people/limits/index.ts';
import { judgePasswordGuess, type RightPassword } from '../judge/password.ts';
import { invalidCredentials } from '../problems.ts';
import type { Requester } from '../requester.ts';
import { findNamed } from './find-named.ts';

/** Who tries a password. */
export type Trier = Pick<Requester, 'client' | 'request' | 'trail'>;

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly proofOfWork?: string | undefined;
  /** The workshop's requests cannot carry a proof of work; only the waits hold for them. */
  readonly mayChallenge: boolean;
}

/**
 * The first half of every login: find the account, then have its password judged. `accept` goes on in the transaction in
 * which the password is still the one that was verified.
 * Throws `invalid-credentials`, `too-many-attempts`, `challenge-required` or `busy`.
 *
 * An unknown name takes every step that a known one takes, and as much time.
 */
export async function proveIdentity<Outcome>(
  services: UseCaseServices,
  { username, password, proofOfWork, mayChallenge }: Credentials,
  requester: Trier,
  accept: (tx: Tx, right: RightPassword) => Promise<Outcome>,
): Promise<Outcome> {
  const { trail } = requester;
  const { account, name } = await findNamed(services, username, trail);
  const owner = account && { accountId: account.id, securityVersion: account.security_version };
  const device = owner ? findKnownDevice(services, requester.request, owner) : null;
  if (account) trail.account(account.id);
  trail.note({ code: 'device-checked', known: device !== null });
  const guess = {
    account,
    password,
    subject: {
      of: 'password',
      accountId: account?.id ?? null,
      name: hashName(name),
      knownAs: device && `device:${device.id}`,
    } as const,
    proofOfWork,
    mayChallenge,
    accept,
    refusal: (failures: number) => ({
      event: { type: 'login-failed', detail: { failures } } as const,
      problem: problem(invalidCredentials, ({ login }) => login.incorrect, {
        challengeNext: failures >= services.config.limits.challengeAfter,
      }),
    }),
  };
  return judgePasswordGuess(services, guess, requester);
}
