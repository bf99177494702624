import type { Tx } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { act } from '../../people/act/index.ts';
import { appendAudit } from '../../people/audit/index.ts';
import {
  administrator,
  deleteGrantOf,
  findRole,
  giveRole,
  keepAppRoles,
  permissionsOf,
  type RoleRow,
  requireNotLastAdministrator,
  requireNotLastForGood,
  roleRefused,
} from '../../people/roles/index.ts';
import { type Acting, reasonOf, shownClient } from '../accounts/index.ts';

export type RoleServices = Pick<Services, 'config' | 'db' | 'clock' | 'secretKey'> &
  Partial<Pick<Services, 'log'>>;

/** Which role an account gets, or loses. */
export interface RoleOfAccount {
  readonly accountId: string;
  /** The name of the role. */
  readonly role: string;
  /** When it ends by itself, in Unix milliseconds; null for never. Roles for apps have no end. */
  readonly until?: number | null;
}

export interface RoleChanged {
  /** False when nothing changed. */
  readonly isNew: boolean;
  /** Sessions that ended. */
  readonly sessions: number;
}

/**
 * Grants a role to an account that exists. A role of administrators wants a second factor from then on and ends the
 * account's sessions, so that the next one is opened with it. Throws `role-refused`, `not-permitted` and `own-account`, and
 * `last-administrator` where the last one would be it for a time.
 */
export async function grantRole(
  services: RoleServices,
  acting: Acting,
  { accountId, role: name, until = null }: RoleOfAccount,
): Promise<RoleChanged> {
  const role = await getRole(services, name);
  const now = services.clock();
  // A leap second is a time by RFC 3339, and none for `Date`: stored, it would be no end at all.
  if (until !== null && (!(until > now) || role.kind === 'app'))
    throw problem(roleRefused, ({ roles }) => (role.kind === 'app' ? roles.noEndForApps : roles.endInPast));
  const by = { kind: 'operator', accountId, client: shownClient(acting) } as const;
  return act(services, by, role.kind === 'admin' ? 'admin-role-granted' : 'role-changed', {
    async change(tx) {
      await acting.mayActOn(tx, accountId);
      await acting.mayGrant(tx, permissionsOf(role));
      if (role.id === administrator && until !== null) await requireNotLastForGood(tx, accountId, now);
      const giving = { accountId, by: acting.account, at: now, expiresAt: until };
      if (!(await giveRole(tx, role, giving)))
        return { unchanged: { isNew: false, sessions: 0 } as RoleChanged };
      await record(tx, services, acting, 'role-granted', accountId, role, until);
      return { value: undefined, events: [{ type: 'role-granted', detail: { role: role.name } }] };
    },
    finish: (_tx, { sessions }) => ({ isNew: true, sessions }),
  });
}

/** Takes a role away. Throws `last-administrator` for the last one who is an administrator for good. */
export async function revokeRole(
  services: RoleServices,
  acting: Acting,
  { accountId, role: name }: RoleOfAccount,
): Promise<RoleChanged> {
  const role = await getRole(services, name);
  const by = { kind: 'operator', accountId, client: shownClient(acting) } as const;
  return act(services, by, 'role-changed', {
    async change(tx, { now }) {
      await acting.mayActOn(tx, accountId);
      if (role.id === administrator) await requireNotLastAdministrator(tx, accountId, now);
      if (!(await deleteGrantOf(tx, accountId, role.id)))
        return { unchanged: { isNew: false, sessions: 0 } as RoleChanged };
      await keepAppRoles(tx, accountId, now);
      await record(tx, services, acting, 'role-revoked', accountId, role);
      return { value: undefined, events: [{ type: 'role-revoked', detail: { role: role.name } }] };
    },
    finish: () => ({ isNew: true, sessions: 0 }),
  });
}

export async function getRole({ db }: Pick<RoleServices, 'db'>, name: string): Promise<RoleRow> {
  const role = await findRole(db, name);
  if (!role) throw problem(roleRefused, ({ roles }) => roles.unknownRole(name));
  return role;
}

async function record(
  tx: Tx,
  services: RoleServices,
  acting: Acting,
  act: 'role-granted' | 'role-revoked',
  accountId: string,
  role: RoleRow,
  until: number | null = null,
): Promise<void> {
  const { actor, client, requestId } = acting;
  await appendAudit(tx, services, {
    ...{ actor, act, target: { kind: 'account', id: accountId }, client, requestId },
    reason: reasonOf(acting, false),
    detail: { role: role.name, ...(until !== null && { until }) },
    at: services.clock(),
  });
}
