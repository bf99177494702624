import type { FastifyRequest } from 'fastify';
import type { Amr } from '../../factors/factor.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, touchAccount } from '../../people/accounts/index.ts';
import { amrOf, renewProof, requireLiving, type SessionRow } from '../../people/sessions/index.ts';
import {
  type Added,
  addTotp,
  type Enroller,
  findSetUp,
  judgeSetUp,
  newSetUp,
  type TotpSetUp,
} from '../enrol/index.ts';
import { endOtherLogins, proofFrom } from '../login/index.ts';
import { requireVerification } from '../prove/index.ts';

/** The owner of a session, who adds a second factor in it. */
export const ownerOf = ({ account_id: accountId, username, id: subject }: SessionRow): Enroller => ({
  accountId,
  username,
  subject,
});

/** Makes a key that counts for nothing before it is confirmed. Throws `proof-required` and `totp-exists`. */
export async function beginSetUp(services: Services, { session }: Caller): Promise<TotpSetUp> {
  await requireVerification(services, session);
  return newSetUp(services, ownerOf(session));
}

/** The set-up that waits to be confirmed, for a page that shows it again. Throws `proof-required`. */
export async function findOwnSetUp(services: Services, { session }: Caller): Promise<TotpSetUp | undefined> {
  await requireVerification(services, session);
  return findSetUp(services, ownerOf(session));
}

/**
 * Puts the key into force by a code that shows that the app has it. Answers recovery codes if the account had none.
 * Throws `proof-required`, `code-refused` and `totp-not-begun`.
 */
export async function confirmSetUp(
  services: Services,
  { session }: Caller,
  code: string,
  request: FastifyRequest,
): Promise<Added> {
  await requireVerification(services, session);
  const accountId = session.account_id;
  const now = services.clock();
  const shown = await judgeSetUp(services, ownerOf(session), code);
  return inTransaction(services.db, async (tx) => {
    // First, as in every step of a login: it is over before, or comes too late.
    await holdAccount(tx, accountId);
    await touchAccount(tx, accountId, now);
    await requireLiving(tx, session);
    const act = { accountId, sessionId: session.id, client: clientOf(request), at: now };
    const added = await addTotp(tx, services, shown, act);
    // Sessions that were opened without it have proved less than this account asks for now.
    await endOtherLogins(tx, accountId, session.id);
    const { amr, aal } = proofFrom([...(amrOf(session) as Amr[]), 'otp'], false);
    await renewProof(tx, session.id, { amr, aal, level: 2, now });
    return added;
  });
}
