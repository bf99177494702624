import type { FastifyRequest } from 'fastify';
import { type Addable, addFactor, type UseCaseServices } from '../../factors/index.ts';
import { Problem, problem } from '../../kit/problem.ts';
import { findAccount, touchAccount } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import { advanceAttempt } from '../../people/attempts/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { attemptOver } from '../attempt-over.ts';
import { offersFor } from '../factors.ts';
import { findStanding } from '../held-attempt.ts';
import { waitsForFactor } from '../next-step.ts';
import type { Requester } from '../requester.ts';
import { continueAsItStands, continueFrom, type Standing, standingNow } from '../session/continue-from.ts';
import type { CompleteLogin } from '../session/open-session.ts';

/** A login that went on. */
export interface WithSecondFactor {
  readonly username: string;
  readonly outcome: CompleteLogin | UnfinishedLogin;
  /** Shown this once; undefined when nothing was added. */
  readonly recoveryCodes?: readonly string[] | undefined;
}

/** The factor that is added, and what was sent for it, as its enrolment's schema has checked it. */
export interface NewFactor {
  readonly factor: Addable;
  readonly made: unknown;
}

/**
 * Goes on with a login that waits for a second factor to be added. If the account has got one meanwhile, or need not
 * have one any more, nothing is added and the login goes on as it stands. Throws `not-found`, and what the factor throws
 * with a new `next`.
 */
export async function addSecondFactor(
  services: UseCaseServices,
  id: string,
  wanted: NewFactor,
  requester: Requester,
): Promise<WithSecondFactor> {
  const standing = await findStanding(services, id, requester.request, requester.trail);
  if (!standing) throw attemptOver();
  const { username } = standing.account;
  if (!waitsForFactor(standing.step)) {
    return { username, outcome: await continueAsItStands(services, standing, requester) };
  }
  try {
    const gone = await add(services, standing, wanted, requester);
    // What was refused stays used up, so the refusal is thrown after the transaction.
    if (gone instanceof Problem) throw gone;
    return { username, ...gone };
  } catch (refusal) {
    throw await withNext(services, id, requester.request, refusal);
  }
}

type Gone = Omit<WithSecondFactor, 'username'>;

/** What the login goes on from. */
interface Added extends Pick<Gone, 'recoveryCodes'> {
  readonly present: Standing;
  readonly advanced: NonNullable<Parameters<typeof continueFrom>[4]>;
}

/** A refusal that the factor makes in the transaction is a value: what it has used up stays so. */
function add(
  services: UseCaseServices,
  standing: Standing,
  { factor, made }: NewFactor,
  requester: Requester,
): Promise<Gone | Problem> {
  const { attempt, accountId, account } = standing;
  const { client, trail } = requester;
  const by = { kind: 'attempt', accountId, attempt, client, trail, over: attemptOver } as const;
  const enroller = { accountId, username: account.username, subject: attempt.id };
  const kind = factor.isGuessable ? 'code-factor-added' : 'first-factor-added';
  return act<typeof kind, unknown, Added, Gone | Problem>(services, by, kind, {
    // What is counted is counted here, before the transaction: its end must not give a try back.
    prepare: async () => factor.enrolment.judge?.(services, enroller, made),
    async change(tx, { now, prepared: judged }) {
      const present = await standingNow(tx, services, attempt);
      // Of parallel additions each sees those before it.
      if (!waitsForFactor(present.step)) {
        return { unchanged: { outcome: await continueFrom(tx, services, present, requester) } };
      }
      const adding = { ...enroller, made, judged, now, device: client.device };
      const added = await addFactor(tx, services, factor, adding);
      if (!added.ok) return { unchanged: added.refusal, events: added.events };
      await touchAccount(tx, accountId, now);
      trail.note({ code: 'factor-added', factor: factor.name });
      const amr = [...new Set([...present.soFar.amr, ...added.amr])];
      const advanced = await advanceAttempt(tx, present.attempt, { amr: JSON.stringify(amr) }, now);
      if (!advanced) throw attemptOver();
      const { recoveryCodes, events, notice } = added;
      return { value: { present, advanced: { ...advanced, amr }, recoveryCodes }, events, notice };
    },
    async finish(tx, { value: { present, advanced, recoveryCodes } }) {
      const found = await findAccount(tx, accountId);
      if (!found) throw attemptOver();
      const outcome = await continueFrom(tx, services, { ...present, account: found }, requester, advanced);
      return { outcome, recoveryCodes };
    },
  });
}

/** A refused code may have been the last try, and a refused passkey has used its challenge up: `next` has new ones. */
async function withNext(
  services: UseCaseServices,
  id: string,
  request: FastifyRequest,
  refusal: unknown,
): Promise<unknown> {
  const standing = await findStanding(services, id, request);
  if (!(refusal instanceof Problem) || !standing || standing.step.kind === 'open') return refusal;
  const { accountId, step } = standing;
  const next = await offersFor(services, { attempt: id, accountId, step });
  return problem(refusal.definition, refusal.detail, { ...refusal.options, extra: { next } });
}
