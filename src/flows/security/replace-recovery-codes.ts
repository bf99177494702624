import type { FastifyRequest } from 'fastify';
import { replaceCodes } from '../../factors/recovery-code/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, raiseSecurityVersion } from '../../people/accounts/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { requireLiving } from '../../people/sessions/index.ts';
import { hasSecondFactor } from '../login/index.ts';
import { requireVerification } from '../prove/index.ts';
import { noSecondFactor } from './problems.ts';

/** Gives the caller ten new recovery codes; the old ones die. Throws `proof-required` and `no-second-factor`. */
export async function replaceRecoveryCodes(
  services: Services,
  { session }: Caller,
  request: FastifyRequest,
): Promise<{ readonly codes: string[]; readonly securityVersion: number }> {
  await requireVerification(services, session);
  const accountId = session.account_id;
  return inTransaction(services.db, async (tx) => {
    // First, as in whatever ends sessions: it is over before, or comes too late.
    await holdAccount(tx, accountId);
    await requireLiving(tx, session);
    if (!(await hasSecondFactor(tx, accountId))) throw problem(noSecondFactor);
    const now = services.clock();
    const codes = await replaceCodes(tx, accountId, now);
    const event = { accountId, sessionId: session.id, client: clientOf(request), at: now };
    await recordEvent(tx, { type: 'recovery-codes-replaced', ...event });
    return { codes, securityVersion: await raiseSecurityVersion(tx, accountId) };
  });
}
