import { isoTime } from '../../../kit/clock.ts';
import { type Impersonating, notFound } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { closureOf } from '../../../people/accounts/index.ts';
import { findPermissions, notPermitted } from '../../../people/roles/index.ts';
import { insertImpersonated, revokeSession, type SessionRow } from '../../../people/sessions/index.ts';
import type { Acting } from '../acting.ts';
import { accountClosed } from '../problems.ts';
import { type Acted, type ActServices, actOn } from './act-on.ts';

interface Begun {
  /** Shown this once; the database keeps its SHA-256. */
  readonly token: string;
  readonly until: number;
}

/**
 * Opens a session of somebody's account for the administrator who acts in `session`, and answers its token. Its owner is
 * told. Nobody looks at an administrator's account, whatever that may do, nor at a closed one. Undefined when the account
 * doesn't exist.
 */
export function beginImpersonation(
  services: ActServices,
  acting: Acting,
  accountId: string,
  session: Pick<SessionRow, 'id' | 'account_id' | 'expires_at'>,
): Promise<Acted<Begun> | undefined> {
  if (!services.config.admin.impersonation)
    throw problem(notFound, ({ adminActs }) => adminActs.impersonationOff);
  return actOn<Begun>(services, acting, accountId, {
    kind: 'impersonation-begun',
    audit: 'impersonation-begun',
    needsReason: true,
    detail: ({ until }) => ({ until: isoTime(until) }),
    async change(tx, { account, now }) {
      if (closureOf(account)) throw problem(accountClosed);
      const theirs = await findPermissions(tx, accountId, now);
      if (theirs.size > 0) throw problem(notPermitted, ({ adminActs }) => adminActs.ofAdministrator);
      const { id: sessionId, token, until } = await insertImpersonated(tx, accountId, session, now);
      return {
        value: { token, until },
        events: [{ type: 'impersonation-begun', sessionId }],
        notice: { kind: 'impersonation-begun' },
      };
    },
  });
}

/** Ends it, before its time; false where it has ended already. */
export async function endImpersonation(
  services: ActServices,
  acting: Acting,
  { account, via: { session } }: Impersonating,
): Promise<boolean> {
  const ended = await actOn(services, acting, account.id, {
    kind: 'impersonation-ended',
    audit: 'impersonation-ended',
    needsReason: false,
    async change(tx, { now: at }) {
      if (!(await revokeSession(tx, account.id, session.id, { why: 'ended', at }))) return undefined;
      return { value: undefined, events: [{ type: 'impersonation-ended', sessionId: session.id }] };
    },
  });
  return ended?.isNew === true;
}
