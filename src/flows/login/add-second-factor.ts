import type { FastifyRequest } from 'fastify';
import type { Amr } from '../../factors/factor.ts';
import { amrOfPasskey, passkeyRefused } from '../../factors/passkey/index.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, touchAccount } from '../../people/accounts/index.ts';
import { revokeOtherSessions } from '../../people/sessions/index.ts';
import { type Act, type Added, addNewPasskey, addTotp, judgeSetUp, type NewPasskey } from '../enrol/index.ts';
import { advance } from './advance.ts';
import type { Asker } from './asker.ts';
import type { UnfinishedLogin } from './attempt.ts';
import { attemptOver } from './attempt-over.ts';
import { advanceAttempt, findAttempt, wishOf } from './attempts-store.ts';
import { offersFor } from './factors.ts';
import { findStanding, standingOf } from './held-attempt.ts';
import { waitsForFactor } from './next-step.ts';
import type { CompleteLogin } from './open-session.ts';

/** A login that went on. */
export interface WithSecondFactor {
  readonly username: string;
  readonly outcome: CompleteLogin | UnfinishedLogin;
  /** Shown this once; undefined when nothing was added. */
  readonly recoveryCodes?: readonly string[] | undefined;
}

/** What the person has made: a code of the app that has the key, or a passkey. */
export type NewFactor = { readonly code: string } | NewPasskey;

/**
 * Goes on with a login that waits for a second factor to be added. If the account has got one meanwhile, or need not
 * have one any more, nothing is added and the login goes on as it stands. Throws `not-found`, and with a new `next`
 * `code-refused`, `totp-not-begun`, `passkey-refused`.
 */
export async function addSecondFactor(
  services: Services,
  id: string,
  made: NewFactor,
  asker: Asker,
): Promise<WithSecondFactor> {
  const standing = await findStanding(services, id, asker.request);
  if (!standing) throw attemptOver();
  try {
    const enrol = waitsForFactor(standing.step) ? await enrolment(services, standing, made) : undefined;
    const gone = await inTransaction(services.db, (tx) => goOnWith(tx, services, standing, asker, enrol));
    if (gone) return gone;
    throw problem(passkeyRefused, 'This passkey was not accepted. Begin again.');
  } catch (refusal) {
    throw await withNext(services, id, asker.request, refusal);
  }
}

type Standing = NonNullable<Awaited<ReturnType<typeof findStanding>>>;

interface Enrolled extends Added {
  readonly factor: 'totp' | 'passkey';
  readonly amr: readonly Amr[];
}

/** Puts the new factor into force in the transaction of the login; undefined when it was refused. */
type Enrol = (tx: Tx, act: Act) => Promise<Enrolled | undefined>;

/** What is counted is counted here, before the transaction: its end must not give a try back. */
async function enrolment(
  services: Services,
  { attempt: { id }, account }: Standing,
  made: NewFactor,
): Promise<Enrol> {
  if ('code' in made) {
    const enroller = { accountId: account.id, username: account.username, subject: id };
    const shown = await judgeSetUp(services, enroller, made.code);
    return async (tx, act) => {
      const added = await addTotp(tx, services, shown, act);
      return { factor: 'totp', amr: ['otp'], ...added };
    };
  }
  return async (tx, act) => {
    const added = await addNewPasskey(tx, services, id, made, act);
    if (!added) return undefined;
    const { passkey, ...rest } = added;
    return { factor: 'passkey', amr: amrOfPasskey(passkey), ...rest };
  };
}

async function goOnWith(
  tx: Tx,
  services: Services,
  { attempt: { id, secret_hash }, accountId, account }: Standing,
  asker: Asker,
  enrol: Enrol | undefined,
): Promise<WithSecondFactor | undefined> {
  const now = services.clock();
  const { username } = account;
  // First the rows that every way in and every change of factors hold: of parallel additions each sees those before it.
  if (!(await holdAccount(tx, accountId))) throw attemptOver();
  await touchAccount(tx, accountId, now);
  const attempt = await findAttempt(tx, id, [secret_hash], now);
  const standing = attempt && (await standingOf(tx, services, attempt));
  if (!standing) throw attemptOver();
  const { soFar, step } = standing;
  const proved = { ...soFar, account, wish: wishOf(attempt), attempt: id, counted: null };
  if (!waitsForFactor(step) || !enrol) {
    return { username, outcome: await advance(tx, services, proved, asker) };
  }
  const added = await enrol(tx, { accountId, client: asker.client, at: now });
  if (!added) return undefined;
  asker.trail.note({ code: 'factor-added', factor: added.factor });
  await revokeOtherSessions(tx, accountId, '');
  const amr = [...new Set([...soFar.amr, ...added.amr])];
  const advanced = await advanceAttempt(tx, attempt, { amr: JSON.stringify(amr) }, now);
  if (!advanced) throw attemptOver();
  const raised = { ...account, security_version: added.securityVersion };
  const outcome = await advance(tx, services, { ...proved, account: raised, ...advanced, amr }, asker);
  return { username, outcome, recoveryCodes: added.recoveryCodes };
}

/** A refused code may have been the last try, and a refused passkey has used its challenge up: `next` has new ones. */
async function withNext(
  services: Services,
  id: string,
  request: FastifyRequest,
  refusal: unknown,
): Promise<unknown> {
  const standing = await findStanding(services, id, request);
  if (!(refusal instanceof Problem) || !standing || standing.step.kind === 'open') return refusal;
  const { accountId, step } = standing;
  const next = await offersFor(services, { attempt: id, accountId, step });
  return problem(refusal.definition, refusal.message, { ...refusal.options, extra: { next } });
}
