import type { FastifyRequest } from 'fastify';
import {
  deletePasskey,
  type Passkey,
  passkeyName,
  renamePasskey,
  toPasskey,
} from '../../factors/passkey/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, raiseSecurityVersion } from '../../people/accounts/index.ts';
import { noticeTo, withdrawEmail } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { requireLiving } from '../../people/sessions/index.ts';
import { endOtherLogins } from '../login/index.ts';
import { requireVerification } from '../prove/index.ts';
import { leaveWithout } from './second-factors.ts';

/** The passkey under its new name; undefined when the caller has none of this id. Throws `proof-required`. */
export async function nameOwnPasskey(
  services: Services,
  { session }: Caller,
  { id, name }: { id: string; name: string },
  request: FastifyRequest,
): Promise<Passkey | undefined> {
  await requireVerification(services, session);
  const { db, clock } = services;
  const accountId = session.account_id;
  const client = clientOf(request);
  return inTransaction(db, async (tx) => {
    await holdAccount(tx, accountId);
    await requireLiving(tx, session);
    const renamed = await renamePasskey(tx, { accountId, id, name: passkeyName(name, client.device) });
    if (!renamed) return undefined;
    const event = { accountId, sessionId: session.id, client, at: clock(), detail: { passkey: id } };
    await recordEvent(tx, { type: 'passkey-renamed', ...event });
    return toPasskey(renamed);
  });
}

/**
 * Removes a passkey, which may be one that was stolen: every other session ends with it, and with the last second
 * factor go the recovery codes. Answers what this browser is known by from now on; undefined when the caller has none
 * of this id. Throws `proof-required` and
 * `second-factor-required`.
 */
export async function removeOwnPasskey(
  services: Services,
  { session }: Caller,
  id: string,
  request: FastifyRequest,
): Promise<number | undefined> {
  await requireVerification(services, session);
  const { db, clock } = services;
  const accountId = session.account_id;
  return inTransaction(db, async (tx) => {
    const now = clock();
    // First, as in every step of a login: it is over before, or comes too late; and of parallel removals each sees
    // those before it.
    await holdAccount(tx, accountId);
    await requireLiving(tx, session);
    if (!(await deletePasskey(tx, accountId, id))) return undefined;
    await leaveWithout(tx, services, accountId);
    await endOtherLogins(tx, accountId, session.id);
    await withdrawEmail(tx, accountId, now);
    const client = clientOf(request);
    const event = { accountId, sessionId: session.id, client, at: now, detail: { passkey: id } };
    await recordEvent(tx, { type: 'passkey-removed', ...event });
    await noticeTo(tx, services, accountId, { kind: 'factor-removed', name: 'a passkey', client });
    return raiseSecurityVersion(tx, accountId);
  });
}
