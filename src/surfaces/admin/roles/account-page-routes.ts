import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Administrator, formOf, notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import { grantRole, listGrantsOf, listRoleOverviews, revokeRole } from '../../../operate/roles/index.ts';
import { accountOfAdministrator } from '../../../people/roles/index.ts';
import { ofAccount } from '../accounts/schemas.ts';
import { actingInPerson } from '../acting.ts';
import { ledTo, newsOf } from '../frame/after.ts';
import { frameOf } from '../frame/frame.ts';
import { keepsReason, type Refused, sendPage, shownOf } from '../frame/returned.ts';
import { requireAccount } from '../require-account.ts';
import { ending, readTime } from '../role-schemas.ts';
import { AccountRolesPage, GrantRolePage, RevokeRolePage, type RoleOfAccount } from './account-pages.tsx';
import { roleGrant, roleOfAccount } from './schemas.ts';

const grantPath = '/admin/accounts/:id/roles/:role/grant';
const revokePath = '/admin/accounts/:id/roles/:role/revoke';

const ofOne = { kind: 'page', access: 'roles:grant', params: roleOfAccount } as const;

/** The pages of one account's roles: those it holds, and the forms that grant and revoke one. */
export function accountRolePageRoutes(services: Services): Route[] {
  const { clock, pages, words } = services;

  /** What a page about a role of an account shows. */
  async function getBoth(caller: Administrator, { id, role: name }: { id: string; role: string }) {
    const account = await requireAccount(services, id);
    const role = (await listRoleOverviews(services)).find((one) => one.name === name);
    if (!role) throw problem(notFound);
    return { frame: frameOf(services, caller), account, role };
  }

  type Params = Parameters<typeof getBoth>[1];

  async function showGrant(caller: Administrator, params: Params, reply: FastifyReply, refused?: Refused) {
    const about = await getBoth(caller, params);
    const isHeld = (await listGrantsOf(services, params.id)).some(({ roleId }) => roleId === about.role.id);
    const until = refused?.typed('until') ?? '';
    const page = h(GrantRolePage, { ...about, ...shownOf(refused), isHeld, until, now: clock() });
    return sendPage(services, reply, page, refused);
  }

  async function showRevoke(caller: Administrator, params: Params, reply: FastifyReply, refused?: Refused) {
    const page = h(RevokeRolePage, { ...(await getBoth(caller, params)), ...shownOf(refused) });
    return sendPage(services, reply, page, refused);
  }

  const after = (caller: Administrator, id: string, done: 'granted' | 'revoked') =>
    ledTo(caller, `/admin/accounts/${id}/roles?done=${done}`, 'roles:read');

  return [
    route({
      method: 'GET',
      path: '/admin/accounts/:id/roles',
      kind: 'page',
      access: 'roles:read',
      params: ofAccount,
      async handle({ caller, params: { id }, request, reply }) {
        const account = await requireAccount(services, id);
        const grants = await listGrantsOf(services, id);
        const all = await listRoleOverviews(services);
        const roles = all.map((role) => ({
          role,
          held: grants.find(({ roleId }) => roleId === role.id),
          mayGive: role.permissions.every((one) => caller.permissions.has(one)),
        }));
        const page = h(AccountRolesPage, {
          ...{ frame: frameOf(services, caller), account, roles, fixed: fixedFor(caller, id, roles) },
          done: newsOf(request, words.admin.accountRoles.done),
        });
        return pages.send(reply, page);
      },
    }),
    route({
      ...ofOne,
      method: 'GET',
      path: grantPath,
      handle: ({ caller, params, reply }) => showGrant(caller, params, reply),
    }),
    route({
      ...ofOne,
      method: 'POST',
      path: grantPath,
      form: formOf('PUT /api/admin/accounts/:id/roles/:role', roleGrant),
      keeps: keepsReason,
      async handle({ caller, params, form, request, reply }) {
        const { account, role } = await getBoth(caller, params);
        const until = form.until === undefined ? null : readTime(form.until);
        const acting = actingInPerson(services, caller, request, form.reason);
        await grantRole(services, acting, { accountId: account.id, role: role.name, until });
        return reply.redirect(after(caller, account.id, 'granted'), 303);
      },
      refused: ({ caller, params, reply, ...refused }) => showGrant(caller, params, reply, refused),
    }),
    route({
      ...ofOne,
      method: 'GET',
      path: revokePath,
      handle: ({ caller, params, reply }) => showRevoke(caller, params, reply),
    }),
    route({
      ...ofOne,
      method: 'POST',
      path: revokePath,
      form: formOf('DELETE /api/admin/accounts/:id/roles/:role', ending),
      keeps: keepsReason,
      async handle({ caller, params, form, request, reply }) {
        const { account, role } = await getBoth(caller, params);
        const acting = actingInPerson(services, caller, request, form.reason);
        await revokeRole(services, acting, { accountId: account.id, role: role.name });
        return reply.redirect(after(caller, account.id, 'revoked'), 303);
      },
      refused: ({ caller, params, reply, ...refused }) => showRevoke(caller, params, reply, refused),
    }),
  ];
}

/** Why the viewer can change no role of this account. */
function fixedFor(caller: Administrator, id: string, roles: readonly RoleOfAccount[]) {
  if (!caller.permissions.has('roles:grant')) return 'unseen';
  if (accountOfAdministrator(caller) === id) return 'own';
  return roles.every(({ held, mayGive }) => !held || mayGive) ? undefined : 'higher';
}
