import type { FastifyRequest } from 'fastify';
import {
  addNewPasskey,
  addTotp,
  type Enrolled,
  judgeSetUp,
  type NewPasskey,
} from '../../factors/enrol/index.ts';
import { amrOfPasskey, passkeyRefused } from '../../factors/passkey/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import { Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { findAccount, touchAccount } from '../../people/accounts/index.ts';
import { type ActEvent, act } from '../../people/act/index.ts';
import { advanceAttempt } from '../../people/attempts/index.ts';
import type { Amr } from '../../people/factor-names.ts';
import type { Asker } from '../asker.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { attemptOver } from '../attempt-over.ts';
import { offersFor } from '../factors.ts';
import { findStanding } from '../held-attempt.ts';
import { waitsForFactor } from '../next-step.ts';
import { goOnAsItStands, goOnFrom, type Standing, standingNow } from '../session/go-on-from.ts';
import type { CompleteLogin } from '../session/open-session.ts';

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
  const { username } = standing.account;
  if (!waitsForFactor(standing.step)) {
    return { username, outcome: await goOnAsItStands(services, standing, asker) };
  }
  try {
    const gone = await add(services, standing, made, asker);
    if (gone) return { username, ...gone };
    throw problem(passkeyRefused, 'This passkey was not accepted. Begin again.');
  } catch (refusal) {
    throw await withNext(services, id, asker.request, refusal);
  }
}

interface NewlyEnrolled extends Enrolled {
  readonly factor: 'totp' | 'passkey';
  readonly amr: readonly Amr[];
}

/** A refusal, with what the log tells of it. */
interface Refused {
  readonly events: readonly ActEvent[];
}

/** Puts the new factor into force in the transaction of the login. */
type Enrol = (tx: Tx, now: number) => Promise<NewlyEnrolled | Refused>;

/** What is counted is counted here, before the transaction: its end must not give a try back. */
async function enrolment(
  services: Services,
  { attempt: { id }, account }: Standing,
  made: NewFactor,
  { client: { device } }: Asker,
): Promise<Enrol> {
  const accountId = account.id;
  if ('code' in made) {
    const enroller = { accountId, username: account.username, subject: id };
    const shown = await judgeSetUp(services, enroller, made.code);
    return async (tx, now) => {
      const added = await addTotp(tx, shown, { accountId, now });
      return { factor: 'totp', amr: ['otp'], ...added };
    };
  }
  return async (tx, now) => {
    const added = await addNewPasskey(tx, services, made, { accountId, subject: id, now, device });
    if (!added.ok) return added;
    return { factor: 'passkey', amr: amrOfPasskey(added.passkey), ...added.enrolled };
  };
}

/** Undefined when the new factor was refused. */
function add(
  services: Services,
  standing: Standing,
  made: NewFactor,
  asker: Asker,
): Promise<Omit<WithSecondFactor, 'username'> | undefined> {
  const { attempt, accountId } = standing;
  const { client, trail } = asker;
  const by = { kind: 'attempt', accountId, attempt, client, trail, over: attemptOver } as const;
  return act(services, by, 'code' in made ? 'totp-added' : 'first-passkey-added', {
    prepare: () => enrolment(services, standing, made, asker),
    async change(tx, { now, prepared: enrol }) {
      const present = await standingNow(tx, services, attempt);
      // Of parallel additions each sees those before it.
      if (!waitsForFactor(present.step)) {
        return { unchanged: { outcome: await goOnFrom(tx, services, present, asker) } };
      }
      const added = await enrol(tx, now);
      if (!('factor' in added)) return { unchanged: undefined, events: added.events };
      await touchAccount(tx, accountId, now);
      trail.note({ code: 'factor-added', factor: added.factor });
      const amr = [...new Set([...present.soFar.amr, ...added.amr])];
      const advanced = await advanceAttempt(tx, present.attempt, { amr: JSON.stringify(amr) }, now);
      if (!advanced) throw attemptOver();
      const { recoveryCodes, events, notice } = added;
      return { value: { present, advanced: { ...advanced, amr }, recoveryCodes }, events, notice };
    },
    async finish(tx, { value: { present, advanced, recoveryCodes } }) {
      const account = await findAccount(tx, accountId);
      if (!account) throw attemptOver();
      const outcome = await goOnFrom(tx, services, { ...present, account }, asker, advanced);
      return { outcome, recoveryCodes };
    },
  });
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
