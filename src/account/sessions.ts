import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../factors/index.ts';
import type { Caller, SignedIn } from '../kit/http/index.ts';
import { bySession } from '../login/prove/index.ts';
import { act } from '../people/act/index.ts';
import { listLivingSessions } from '../people/impersonation/index.ts';
import { revokeSession, type Session, toSession } from '../people/sessions/index.ts';

export async function listOwnSessions(
  services: UseCaseServices,
  { account, via }: SignedIn,
): Promise<Session[]> {
  const rows = await listLivingSessions(services, account.id);
  return rows.map((row) => toSession(row, via.session.id));
}

/**
 * False when the caller has no such session; one of somebody else is no different from none. Whoever ends another than
 * their own takes back, too, the address that it may have asked for.
 */
export function endSession(
  services: UseCaseServices,
  caller: Caller,
  id: string,
  request: FastifyRequest,
): Promise<boolean> {
  const isOwn = id === caller.via.session.id;
  const kind = isOwn ? 'session-ended' : 'other-session-ended';
  return act(services, bySession(services, caller, request), kind, {
    async change(tx, { now: at }) {
      const end = { why: isOwn ? 'signed-out' : 'ended', at } as const;
      if (!(await revokeSession(tx, caller.account.id, id, end))) return { unchanged: false };
      return { value: true, events: [{ type: 'session-ended', sessionId: id }] };
    },
    finish: (_tx, { value }) => value,
  });
}

/** Ends all but the caller's: sessions, unfinished logins, and the address that one of them may have asked for. */
export function endOtherSessions(
  services: UseCaseServices,
  caller: Caller,
  request: FastifyRequest,
): Promise<void> {
  return act(services, bySession(services, caller, request), 'other-sessions-ended', {
    change: async () => ({
      value: undefined,
      events: [{ type: 'other-sessions-ended', detail: ({ sessions }) => ({ ended: sessions }) }],
    }),
    finish: () => undefined,
  });
}
