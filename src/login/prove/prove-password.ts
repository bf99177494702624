import type { UseCaseServices } from '../../factors/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import type { SessionRow } from '../../people/sessions/index.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { invalidCredentials, judgePasswordGuess } from '../index.ts';

/**
 * Has somebody who is logged in prove the password again, and answers the hash that it fits.
 * The guesses are counted for the session, so a stolen one cannot be used to find the password,
 * and does not lock the owner out elsewhere. Throws `invalid-credentials`, `too-many-attempts` or `busy`.
 */
export async function provePassword(
  services: UseCaseServices,
  { id: sessionId, account_id: accountId }: SessionRow,
  { password, pointer }: { readonly password: string; readonly pointer: string },
  asking: { readonly client: Client; readonly trail?: TrailRecorder },
): Promise<string> {
  const detail: Say = (words) => words.password.incorrect;
  const guess = {
    account: await findAccount(services.db, accountId),
    password,
    sessionId,
    subject: { of: 'password', accountId, name: '', knownAs: `session:${sessionId}` } as const,
    proofOfWork: undefined,
    mayChallenge: false,
    accept: async (_tx: unknown, { hash }: { readonly hash: string }) => hash,
    refusal: () => ({
      event: { type: 'password-proof-failed' } as const,
      problem: problem(invalidCredentials, detail, { errors: [{ pointer, code: 'wrong', detail }] }),
    }),
  };
  return judgePasswordGuess(services, guess, asking);
}
