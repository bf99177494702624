import type { FastifyReply } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import type { Amr } from '../../people/factor-names.ts';
import {
  amrOf,
  handOverToken,
  notSignedInBecause,
  renewProof,
  replaceToken,
  type SessionRow,
} from '../../people/sessions/index.ts';
import { proofFrom } from '../index.ts';
import type { Trailing } from '../trails/index.ts';
import { type FactorAnswer, proveFactor } from './prove-factor.ts';
import { provePassword } from './prove-password.ts';

/**
 * Renews the proof of a session by the password or another factor, hands over a new token, and answers the session as
 * it is now. The old token is worth nothing (ASVS V7.2.4): whoever has stolen it gains nothing from what its owner
 * proves. What the session has proved before still counts for its level; it never falls.
 * The password and a code by email renew level 1 alone, a second factor the time of the second one as well.
 */
export async function reauthenticate(
  services: UseCaseServices,
  session: SessionRow,
  proof: { readonly password: string } | FactorAnswer,
  { reply, ...requester }: Trailing & { readonly reply: FastifyReply },
): Promise<SessionRow> {
  requester.trail.account(session.account_id);
  const proved =
    'password' in proof
      ? await byPassword(services, session, proof.password, requester)
      : await proveFactor(services, session, proof, requester);
  const renewed = await renewBy(services, session, proved, { reply, ...requester });
  const factor = 'password' in proof ? 'password' : proof.factor;
  requester.trail.note({ code: 'proof-renewed', factor });
  return renewed;
}

/** The same by what was proved elsewhere. Throws `not-signed-in` when the session has ended meanwhile. */
export async function renewBy(
  services: UseCaseServices,
  session: SessionRow,
  proved: { readonly amr: readonly Amr[]; readonly isMultiFactor: boolean; readonly level: 1 | 2 },
  { reply, client }: Pick<Trailing, 'client'> & { readonly reply: FastifyReply },
): Promise<SessionRow> {
  const { amr, aal } = proofFrom([...(amrOf(session) as Amr[]), ...proved.amr], proved.isMultiFactor);
  const now = services.clock();
  const { level } = proved;
  const renewed = { amr: [...amr], aal: Math.max(aal, session.aal), level, now };
  const token = await inTransaction(services.db, async (tx) => {
    const fresh = await replaceToken(tx, session);
    if (fresh === undefined || !(await renewProof(tx, session.id, renewed)))
      throw notSignedInBecause({ reason: 'ended' });
    const event = {
      accountId: session.account_id,
      sessionId: session.id,
      client,
      at: now,
    };
    await recordEvent(tx, { type: 'proof-renewed', ...event });
    return fresh;
  });
  handOverToken(reply, services.config, session, token);
  const secondAuthTime = level === 2 ? now : session.second_auth_time;
  return {
    ...session,
    amr: JSON.stringify(renewed.amr),
    aal: renewed.aal,
    auth_time: now,
    second_auth_time: secondAuthTime,
  };
}

async function byPassword(
  services: UseCaseServices,
  session: SessionRow,
  password: string,
  requester: Trailing,
) {
  await provePassword(services, session, { password, pointer: '/password' }, requester);
  return { amr: ['pwd'] as const, isMultiFactor: false, level: 1 as const };
}
