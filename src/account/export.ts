import type { UseCaseServices } from '../factors/index.ts';
import { isoTime } from '../kit/clock.ts';
import type { Caller } from '../kit/http/index.ts';
import type { Services } from '../kit/services.ts';
import { requireVerification } from '../login/prove/index.ts';
import { toAccount } from '../people/accounts/index.ts';
import { emailState } from '../people/emails/index.ts';
import { listEvents } from '../people/events/index.ts';
import { listAllowedApps } from '../people/grants/index.ts';
import { viewIdentities } from '../people/outside/index.ts';
import { listTrails } from '../people/trails/index.ts';
import { getData } from './change-data.ts';
import { findOverview, toAnswer } from './security/index.ts';
import { listOwnSessions } from './sessions.ts';

/** More than an account has in the time for which they are kept, and no more than fits into an answer. */
const most = 10_000;

/**
 * Everything that is kept about a person, and nothing that would let anybody in: no hash, no key, no token.
 * Throws `proof-required`, since whoever finds a browser open should not carry it all away.
 */
export async function exportAccount(services: UseCaseServices & Pick<Services, 'trails'>, caller: Caller) {
  await requireVerification(services, caller.via.session);
  const { db, trails } = services;
  const accountId = caller.account.id;
  await trails.flush();
  const events = await listEvents(db, accountId, most);
  return {
    account: toAccount(caller.account),
    email: await emailState(db, accountId),
    factors: toAnswer(await findOverview(services, accountId)),
    sessions: await listOwnSessions(services, caller),
    identities: await viewIdentities(services, db, accountId),
    apps: await listAllowedApps(db, accountId, services.clock()),
    data: JSON.parse((await getData(services, accountId)).text) as unknown,
    events: events.map(({ at, type, address, device, session_id: sessionId, detail }) => ({
      at: isoTime(at),
      type,
      address,
      device,
      sessionId,
      detail: detail === null ? null : (JSON.parse(detail) as unknown),
    })),
    trails: await listTrails(db, { accountId, limit: most }),
  };
}
