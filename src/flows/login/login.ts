import type { Tx } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import { newId } from '../../kit/ids.ts';
import { newSecretToken } from '../../kit/secret-token.ts';
import type { Services } from '../../services.ts';
import type { Asker } from './asker.ts';
import { insertAttempt } from './attempts-store.ts';
import { type CompleteLogin, openSession, type SessionWish } from './open-session.ts';
import { type Credentials, type Proved, proveIdentity } from './prove-identity.ts';

/** The password was right, but one more step comes before the session. */
export interface UnfinishedLogin {
  readonly status: 'more';
  /** A secret of 256 bits, good for ten minutes and one finish. */
  readonly attempt: string;
  readonly next: readonly [{ readonly factor: 'new-password' }];
}

export const attemptLifetime = minutes(10);

/**
 * Logs a person in: prove who they are, then whatever must be done first, then the session.
 * Outside development an account whose password is too weak gets no session before it has a better one.
 */
export function login(
  services: Services,
  input: Credentials & SessionWish,
  asker: Asker,
): Promise<CompleteLogin | UnfinishedLogin> {
  const wish = { transport: input.transport, remember: input.remember };
  return proveIdentity<CompleteLogin | UnfinishedLogin>(services, input, asker, (tx, proved) =>
    proved.weak && services.config.mode === 'production'
      ? beginAttempt(tx, services, proved, wish)
      : openSession(tx, services, { ...proved, wish, asker, event: 'login-succeeded' }),
  );
}

async function beginAttempt(
  tx: Tx,
  { clock }: Services,
  { account, passwordHash }: Proved,
  wish: SessionWish,
): Promise<UnfinishedLogin> {
  const { token, hash } = newSecretToken('att_');
  await insertAttempt(tx, {
    id: newId(),
    token_hash: hash,
    account_id: account.id,
    next: 'new-password',
    proved_hash: passwordHash,
    transport: wish.transport,
    remember: wish.remember ? 1 : 0,
    expires_at: clock() + attemptLifetime,
    used_at: null,
  });
  return { status: 'more', attempt: token, next: [{ factor: 'new-password' }] };
}
