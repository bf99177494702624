import type { FastifyRequest } from 'fastify';
import type { Begun, Enroller } from '../../factors/enrolment.ts';
import { type Addable, addFactor, type UseCaseServices } from '../../factors/index.ts';
import type { AddedToOwn } from '../../factors/own.ts';
import type { Tx } from '../../kit/db/index.ts';
import type { Caller } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import { hasSecondFactor, proofFrom } from '../../login/index.ts';
import { bySession, requireVerification } from '../../login/prove/index.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import type { Amr } from '../../people/factor-names.ts';
import { amrOf, renewProof, type SessionRow } from '../../people/sessions/index.ts';

/** The owner of a session, who adds a second factor in it. */
const enrollerOf = ({ account, via }: Caller): Enroller => ({
  accountId: account.id,
  username: account.username,
  subject: via.session.id,
});

/** Begins to add a factor; what is made counts for nothing yet. Throws `proof-required` and what the factor throws. */
export async function beginFactor(
  services: UseCaseServices,
  caller: Caller,
  { enrolment }: Addable,
): Promise<Begun> {
  await requireVerification(services, caller.via.session);
  return enrolment.begin(services, enrollerOf(caller));
}

/** What was begun and still waits, for a page that shows it again. Throws `proof-required`. */
export async function findBegun(
  services: UseCaseServices,
  caller: Caller,
  { enrolment }: Addable,
): Promise<Begun | undefined> {
  await requireVerification(services, caller.via.session);
  return enrolment.find?.(services, enrollerOf(caller));
}

/** A factor that was added, and what the browser that added it is known by from now on. */
interface AddedFactor extends AddedToOwn {
  readonly securityVersion: number | undefined;
}

/** Puts a factor into force. Throws `proof-required` and what the factor throws. */
export async function addOwnFactor(
  services: UseCaseServices,
  caller: Caller,
  { factor, made }: { readonly factor: Addable; readonly made: unknown },
  request: FastifyRequest,
): Promise<AddedFactor> {
  const enroller = enrollerOf(caller);
  const { accountId } = enroller;
  const { session } = caller.via;
  const by = bySession(services, caller, request);
  const { device } = by.client;
  const kind = factor.isGuessable ? 'code-factor-added' : 'factor-added';
  const outcome = await act<typeof kind, unknown, AddedToOwn, AddedFactor | Problem>(services, by, kind, {
    prepare: async () => factor.enrolment.judge?.(services, enroller, made),
    async change(tx, { now, prepared: judged }) {
      const wasProtected = await hasSecondFactor(tx, accountId);
      const added = await addFactor(tx, services, factor, { ...enroller, made, judged, now, device });
      if (!added.ok) return { unchanged: added.refusal, events: added.events };
      await touchAccount(tx, accountId, now);
      await noteProof(tx, session, added.amr, now);
      const { shown, recoveryCodes, events, notice } = added;
      const isFirst = !wasProtected && !factor.isGuessable;
      return {
        value: { shown, recoveryCodes },
        events,
        notice,
        ...(isFirst && { as: 'first-factor-added' }),
      };
    },
    finish: (_tx, { value, securityVersion }) => ({ ...value, securityVersion }),
  });
  // What was refused stays used up, so the refusal is thrown after the transaction.
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

/** Notes on a session that its holder has just proved the second factor that they added in it. */
async function noteProof(tx: Tx, session: SessionRow, proved: readonly Amr[], now: number): Promise<void> {
  const { amr, aal } = proofFrom([...(amrOf(session) as Amr[]), ...proved], false);
  await renewProof(tx, session.id, { amr, aal, level: 2, now });
}
