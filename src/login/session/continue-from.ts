import type { UseCaseServices } from '../../factors/index.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { findAttempt, type LoginAttemptsTable, sessionOptionsOf } from '../../people/attempts/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { attemptOver } from '../attempt-over.ts';
import { type findStanding, standingOf } from '../held-attempt.ts';
import type { Requester } from '../requester.ts';
import { type Advance, advance } from './advance.ts';
import type { CompleteLogin } from './open-session.ts';

export type Standing = NonNullable<Awaited<ReturnType<typeof findStanding>>>;

/** Goes on with an attempt to the step that comes next by now, or to the session. Throws `not-found` when it is over. */
export function continueAsItStands(
  services: UseCaseServices,
  { attempt, accountId }: Pick<Standing, 'attempt' | 'accountId'>,
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  return inTransaction(services.db, async (tx) => {
    // First the row that every way in holds: who changes the password or deletes the account waits, or has won.
    if (!(await holdAccount(tx, accountId))) throw attemptOver();
    return continueFrom(tx, services, await standingNow(tx, services, attempt), requester);
  });
}

/** Where an attempt stands once its account is held. Throws `not-found` when it is over. */
export async function standingNow(
  tx: Tx,
  services: UseCaseServices,
  { id, secret_hash: secretHash }: Pick<LoginAttemptsTable, 'id' | 'secret_hash'>,
): Promise<Standing> {
  const attempt = await findAttempt(tx, id, [secretHash], services.clock());
  const standing = attempt && (await standingOf(tx, services, attempt));
  if (!standing) throw attemptOver();
  return { ...standing, attempt };
}

/** Goes on from where it stands, in the transaction that holds its account; `advanced` is what has just been proved. */
export function continueFrom(
  tx: Tx,
  services: UseCaseServices,
  { attempt, account, soFar }: Omit<Standing, 'step'>,
  requester: Requester,
  advanced: Partial<Pick<Advance, 'amr' | 'secret' | 'weak'>> = {},
): Promise<CompleteLogin | UnfinishedLogin> {
  const proved = {
    ...soFar,
    account,
    sessionOptions: sessionOptionsOf(attempt),
    attempt: attempt.id,
    counted: null,
  };
  return advance(tx, services, { ...proved, ...advanced }, requester);
}
