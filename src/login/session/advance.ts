import type { UseCaseServices } from '../../factors/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import type { AccountRow } from '../../people/accounts/index.ts';
import { consumeAttempt } from '../../people/attempts/index.ts';
import type { Amr } from '../../people/factor-names.ts';
import { beginNewCodeCount, type CountedGuess, findKnownDevice } from '../../people/limits/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { attemptOver } from '../attempt-over.ts';
import { beginAttempt } from '../begin/begin-attempt.ts';
import { secondFactorsOf } from '../factors.ts';
import { findStep } from '../find-step.ts';
import type { Requester } from '../requester.ts';
import { type CompleteLogin, openSession, type SessionOptions } from './open-session.ts';

/** What has just been proved, and for whom. */
export interface Advance {
  readonly account: AccountRow;
  readonly amr: readonly Amr[];
  readonly isMultiFactor: boolean;
  /** The password is one that nobody may choose here. */
  readonly weak: boolean;
  readonly sessionOptions: SessionOptions;
  /** The attempt that goes on, whose proofs were noted already; null when this is the first. */
  readonly attempt: string | null;
  /** The new secret of that attempt, where the proof has brought one. */
  readonly secret?: string | undefined;
  /** The answer that has just been right, where it is counted and was not forgiven yet. */
  readonly counted: CountedGuess | null;
}

/**
 * Goes on from a proof, in its transaction: opens the session when nothing is missing, else says what is. Wrong codes
 * are forgotten when no factor is missing any more: a right code by email must give no new tries at the app's.
 */
export async function advance(
  tx: Tx,
  services: UseCaseServices,
  proved: Advance,
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const { clock } = services;
  const { account, counted, amr, isMultiFactor, weak, sessionOptions } = proved;
  const step = await findStep(tx, services, { accountId: account.id, amr, isMultiFactor, weak });
  requester.trail.account(account.id);
  const needsFactor = step.kind === 'first-factor' || step.kind === 'second-factor';
  if (step.kind === 'open') await forgiveEmailCodes(tx, services, account, requester);
  await (needsFactor ? counted?.pass(tx) : counted?.succeed(tx));
  if (step.kind === 'open') {
    if (proved.attempt !== null && !(await consumeAttempt(tx, proved.attempt, clock()))) throw attemptOver();
    return openSession(tx, services, {
      account,
      proof: step.proof,
      sessionOptions,
      requester,
      event: 'login-succeeded',
    });
  }
  if (step.kind === 'second-factor') {
    const factors = await secondFactorsOf(tx, account.id);
    requester.trail.note({ code: 'second-factor-asked', factors });
  }
  if (step.kind === 'must-do') requester.trail.note({ code: 'must-do-asked', step: step.what });
  const unfinished = { status: 'more', accountId: account.id, step } as const;
  if (proved.attempt !== null) return { ...unfinished, attempt: proved.attempt, secret: proved.secret };
  requester.trail.note({ code: 'attempt', state: 'begun' });
  const { id } = requester.trail;
  const accountId = account.id;
  const secret = await beginAttempt(tx, services, {
    id,
    accountId,
    amr,
    isMultiFactor,
    sessionOptions,
  });
  return { ...unfinished, attempt: id, secret };
}

/**
 * A login that proved all that the account asks for ends a row of wrong codes from where it came. Whoever knows a name
 * could else turn codes by email off for its owner for good, who logs in by a password and never types a code.
 */
async function forgiveEmailCodes(
  tx: Tx,
  services: UseCaseServices,
  { id: accountId, security_version: securityVersion }: AccountRow,
  { request }: Requester,
): Promise<void> {
  if (!services.config.login.emailCode) return;
  const isKnown = findKnownDevice(services, request, { accountId, securityVersion }) !== null;
  await beginNewCodeCount(tx, accountId, isKnown ? 'known' : 'strangers');
}
