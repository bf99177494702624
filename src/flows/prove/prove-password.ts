import { findPassword, verifyPassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { countGuess, orWithdraw } from '../../people/limits/index.ts';
import type { SessionRow } from '../../people/sessions/index.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { invalidCredentials, notePassword } from '../login/index.ts';

/**
 * Has somebody who is logged in prove the password again, and answers the hash that it fits.
 * The guesses are counted for the session, so a stolen one cannot be used to find the password,
 * and does not lock the owner out elsewhere. Throws `invalid-credentials` or `too-many-attempts`.
 */
export async function provePassword(
  services: Services,
  session: SessionRow,
  { password, pointer }: { readonly password: string; readonly pointer: string },
  { client, trail }: { readonly client: Client; readonly trail?: TrailRecorder },
): Promise<string> {
  const { db, clock } = services;
  const guess = {
    ...(trail && { trail }),
    subject: {
      of: 'password',
      accountId: session.account_id,
      name: '',
      knownAs: `session:${session.id}`,
    } as const,
    address: client.address,
    proofOfWork: undefined,
    mayChallenge: false,
  };
  return countGuess(services, guess, async (counted) => {
    const stored = await findPassword(db, session.account_id);
    const right = await orWithdraw(counted, verifyPassword(services, stored, password, { trail }));
    if (trail) notePassword(services, trail, stored, right);
    if (stored && right) {
      await inTransaction(db, (tx) => counted.succeed(tx));
      return stored.hash;
    }
    await inTransaction(db, async (tx) => {
      const lives = await holdAccount(tx, session.account_id);
      if (!lives) await counted.forget(tx);
      const whose = lives ? { accountId: session.account_id, sessionId: session.id } : { accountId: null };
      const event = { ...whose, client, at: clock() };
      await recordEvent(tx, { type: 'password-proof-failed', ...event });
      if (counted.limitsNext) await recordEvent(tx, { type: 'login-limited', ...event });
    });
    const detail = 'This is not your current password.';
    throw problem(invalidCredentials, detail, { errors: [{ pointer, code: 'wrong', detail }] });
  });
}
