import type { Acting } from '../acting.ts';
import { type Acted, type ActServices, actOn } from './act-on.ts';

/**
 * Signs somebody out everywhere: sessions, unfinished sign-ins, and what apps were allowed. They can sign in again at once.
 * Undefined when the account doesn't exist.
 */
export function endSessions(
  services: ActServices,
  acting: Acting,
  accountId: string,
): Promise<Acted | undefined> {
  return actOn(services, acting, accountId, {
    kind: 'sessions-ended',
    audit: 'sessions-ended',
    needsReason: false,
    change: async () => ({
      value: undefined,
      events: [{ type: 'sessions-ended', detail: ({ sessions }) => ({ sessions }) }],
    }),
  });
}
