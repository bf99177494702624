import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import { peerAddress } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { InsteadOfProof } from '../../kit/ui/index.ts';
import type { AccountRow } from '../../people/accounts/index.ts';
import { findKnownDevice, type GuessSubject, hashName, offerWait } from '../../people/limits/index.ts';
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
  /** The ticket of a wait in its place. */
  readonly waited?: string | undefined;
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
  { username, password, proofOfWork, waited, mayChallenge }: Credentials,
  requester: Trier,
  accept: (tx: Tx, right: RightPassword) => Promise<Outcome>,
): Promise<Outcome> {
  const { trail } = requester;
  const { account, subject } = await findGuessedAt(services, username, requester);
  if (account) trail.account(account.id);
  trail.note({ code: 'device-checked', known: subject.knownAs !== null });
  const guess = {
    account,
    password,
    subject,
    proofOfWork,
    waited,
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

/** Whose password is guessed by this name, and what the guess is counted by. */
async function findGuessedAt(
  services: UseCaseServices,
  username: string,
  { request, trail }: Pick<Trier, 'request'> & { readonly trail: Pick<Trier['trail'], 'note' | 'missed'> },
): Promise<{ account: AccountRow | undefined; subject: GuessSubject }> {
  const { account, name } = await findNamed(services, username, trail);
  const owner = account && { accountId: account.id, securityVersion: account.security_version };
  const device = owner ? findKnownDevice(services, request, owner) : null;
  const knownAs = device && `device:${device.id}`;
  return {
    account,
    subject: { of: 'password', accountId: account?.id ?? null, name: hashName(name), knownAs },
  };
}

/** For a look at a name that nobody tries. */
const unheard = { note: () => {}, missed: () => {} };

/**
 * What the form of the next guess at a password holds for a browser without JavaScript, by the name that was typed and the
 * ticket that was sent; undefined when the guess needs no proof of work.
 */
export async function offerWaitFor(
  services: UseCaseServices,
  username: string,
  { request, sent }: { readonly request: FastifyRequest; readonly sent: string | undefined },
): Promise<InsteadOfProof | undefined> {
  const { subject } = await findGuessedAt(services, username, { request, trail: unheard });
  return offerWait(services, { subject, address: peerAddress(request) }, sent);
}
