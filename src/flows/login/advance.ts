import type { Amr } from '../../factors/factor.ts';
import type { Tx } from '../../kit/db/index.ts';
import { newSecretToken } from '../../kit/secret-token.ts';
import type { AccountRow } from '../../people/accounts/index.ts';
import type { CountedGuess } from '../../people/limits/index.ts';
import type { Services } from '../../services.ts';
import type { Asker } from './asker.ts';
import { attemptLifetime, type UnfinishedLogin } from './attempt.ts';
import { attemptOver } from './attempt-over.ts';
import { consumeAttempt, insertAttempt } from './attempts-store.ts';
import { secondFactorsOf } from './factors.ts';
import { type CompleteLogin, openSession, type SessionWish } from './open-session.ts';
import { findStep } from './standing.ts';

/** What has just been proved, and for whom. */
export interface Advance {
  readonly account: AccountRow;
  readonly passwordVersion: number;
  readonly amr: readonly Amr[];
  readonly isMultiFactor: boolean;
  /** The password is one that nobody may choose here. */
  readonly weak: boolean;
  readonly wish: SessionWish;
  /** The attempt that goes on, whose proofs were noted already; null when this is the first. */
  readonly attempt: string | null;
  readonly counted: CountedGuess | null;
}

/**
 * Goes on from a proof, in its transaction: opens the session when nothing is missing, else says what is. Failures
 * are forgotten only at the end, since a right password must not give new tries at the second factor.
 */
export async function advance(
  tx: Tx,
  services: Services,
  proved: Advance,
  asker: Asker,
): Promise<CompleteLogin | UnfinishedLogin> {
  const { clock } = services;
  const { account, counted, amr, isMultiFactor, wish } = proved;
  const { weak } = proved;
  const step = await findStep(tx, services, { accountId: account.id, amr, isMultiFactor, weak });
  asker.trail.account(account.id);
  if (step.kind === 'open') {
    await counted?.succeed(tx);
    if (proved.attempt !== null && !(await consumeAttempt(tx, proved.attempt, clock()))) throw attemptOver();
    const { passwordVersion } = proved;
    return openSession(tx, services, {
      account,
      passwordVersion,
      proof: step.proof,
      wish,
      asker,
      event: 'login-succeeded',
    });
  }
  await counted?.pass(tx);
  if (step.kind === 'second-factor') {
    const names = await secondFactorsOf(tx, account.id);
    const factors = names.filter((name) => name !== 'password' && name !== 'email-code');
    asker.trail.note({ code: 'second-factor-asked', factors });
  }
  if (step.kind === 'must-do') asker.trail.note({ code: 'must-do-asked', step: step.what });
  const unfinished = { status: 'more', accountId: account.id, step } as const;
  if (proved.attempt !== null) return { ...unfinished, attempt: proved.attempt, secret: undefined };
  const { token: secret, hash } = newSecretToken('lka_');
  asker.trail.note({ code: 'attempt', state: 'begun' });
  await insertAttempt(tx, {
    id: asker.trail.id,
    secret_hash: hash,
    account_id: account.id,
    password_version: proved.passwordVersion,
    name_hash: null,
    amr: JSON.stringify(amr),
    is_multi_factor: isMultiFactor ? 1 : 0,
    transport: wish.transport,
    remember: wish.remember ? 1 : 0,
    expires_at: clock() + attemptLifetime,
    used_at: null,
  });
  return { ...unfinished, attempt: asker.trail.id, secret };
}
