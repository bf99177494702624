import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import {
  type Administrator,
  formOf,
  linesOf,
  notFound,
  queryOf,
  type Route,
  route,
} from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import type { Say } from '../../../kit/words/index.ts';
import {
  createRole,
  deleteOwnRole,
  findRoleOverview,
  listRoleHolders,
  listRoleOverviews,
  type RoleOverview,
  setPermissions,
} from '../../../operate/roles/index.ts';
import type { Permission } from '../../../people/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { ledTo, newsOf } from '../frame/after.ts';
import { frameOf } from '../frame/frame.ts';
import { keepsReason, type Refused, sendPage, shownOf } from '../frame/returned.ts';
import { ending, roleSchema } from '../role-schemas.ts';
import { DeleteRolePage, EditRolePage, NewRolePage } from './change-pages.tsx';
import { holderBefore, holdersCursors, lastKey } from './holders-cursor.ts';
import { RolesPage } from './list-page.tsx';
import { RolePage } from './role-page.tsx';
import { newRole, roleChange } from './schemas.ts';

const holdersOnPage = 50;

const ofRole = { kind: 'page', params: Type.Object({ id: roleSchema.properties.id }) } as const;

/** The fields that a refused form shows again. */
const keeps: Readonly<Record<string, Say | null>> = {
  name: ({ admin }) => admin.roles.form.name,
  kind: null,
  permissions: ({ admin }) => admin.roles.permissions,
  ...keepsReason,
};

/** Why somebody with these permissions can't change a role; undefined where they can. */
function fixedFor(
  held: ReadonlySet<Permission>,
  { isBuiltIn, permissions }: RoleOverview,
): 'builtInStays' | 'mayDoMore' | undefined {
  if (isBuiltIn) return 'builtInStays';
  return permissions.every((one) => held.has(one)) ? undefined : 'mayDoMore';
}

/** The pages of roles: all of them, one of them, and those that change them. */
export function rolePageRoutes(services: Services): Route[] {
  const { pages, words } = services;

  async function getRole(id: string): Promise<RoleOverview> {
    const role = await findRoleOverview(services, id);
    if (!role) throw problem(notFound);
    return role;
  }

  const common = (caller: Administrator, refused: Refused | undefined) => ({
    frame: frameOf(services, caller),
    held: caller.permissions,
    ...shownOf(refused),
  });

  function showNew(caller: Administrator, reply: FastifyReply, refused?: Refused) {
    const typed = {
      name: refused?.typed('name') ?? '',
      kind: refused?.typed('kind') ?? '',
      permissions: linesOf(refused?.typed('permissions') ?? ''),
    };
    return sendPage(services, reply, h(NewRolePage, { ...common(caller, refused), typed }), refused);
  }

  async function showEdit(caller: Administrator, id: string, reply: FastifyReply, refused?: Refused) {
    const role = await getRole(id);
    const chosen = refused ? linesOf(refused.typed('permissions')) : role.permissions;
    return sendPage(services, reply, h(EditRolePage, { ...common(caller, refused), role, chosen }), refused);
  }

  async function showDelete(caller: Administrator, id: string, reply: FastifyReply, refused?: Refused) {
    const role = await getRole(id);
    return sendPage(services, reply, h(DeleteRolePage, { ...common(caller, refused), role }), refused);
  }

  return [
    route({
      method: 'GET',
      path: '/admin/roles',
      kind: 'page',
      access: 'roles:read',
      async handle({ caller, request, reply }) {
        const page = h(RolesPage, {
          frame: frameOf(services, caller),
          roles: await listRoleOverviews(services),
          mayCreate: caller.permissions.has('roles:grant'),
          done: newsOf(request, words.admin.roles.done),
        });
        return pages.send(reply, page);
      },
    }),
    route({
      method: 'GET',
      path: '/admin/roles/new',
      kind: 'page',
      access: 'roles:grant',
      handle: ({ caller, reply }) => showNew(caller, reply),
    }),
    route({
      method: 'POST',
      path: '/admin/roles/new',
      kind: 'page',
      access: 'roles:grant',
      form: formOf('POST /api/admin/roles', newRole),
      keeps,
      async handle({ caller, form, request, reply }) {
        const acting = actingInPerson(services, caller, request, form.reason);
        // The page hides them for an app, so what is still ticked isn't meant.
        const permissions = form.kind === 'app' ? [] : (form.permissions ?? []);
        const { id } = await createRole(services, acting, { ...form, permissions });
        return reply.redirect(ledTo(caller, `/admin/roles/${id}?done=created`, 'roles:read'), 303);
      },
      refused: ({ caller, reply, ...refused }) => showNew(caller, reply, refused),
    }),
    route({
      ...ofRole,
      method: 'GET',
      path: '/admin/roles/:id',
      access: 'roles:read',
      async handle({ caller, params: { id }, request, reply }) {
        const role = await getRole(id);
        const cursors = holdersCursors(services, role.name);
        const place = cursors.find(queryOf(request).get('cursor'));
        if (!place) return reply.redirect(`/admin/roles/${id}`, 303);
        const after = holderBefore(place);
        const found = await listRoleHolders(services, role.name, { limit: holdersOnPage + 1, after });
        const holders = found?.slice(0, holdersOnPage) ?? [];
        const last = (found?.length ?? 0) > holdersOnPage ? holders.at(-1) : undefined;
        const { older } = cursors.beside({ newer: undefined, older: lastKey(last) });
        const page = h(RolePage, {
          ...{ frame: frameOf(services, caller), role, holders, isFirst: after === undefined },
          further: older && `/admin/roles/${id}?cursor=${older}#holders`,
          fixed: fixedFor(caller.permissions, role),
          mayChange: caller.permissions.has('roles:grant'),
          mayOpenPeople: caller.permissions.has('accounts:read'),
          done: newsOf(request, words.admin.roles.done),
        });
        return pages.send(reply, page);
      },
    }),
    route({
      ...ofRole,
      method: 'GET',
      path: '/admin/roles/:id/edit',
      access: 'roles:grant',
      handle: ({ caller, params, reply }) => showEdit(caller, params.id, reply),
    }),
    route({
      ...ofRole,
      method: 'POST',
      path: '/admin/roles/:id/edit',
      access: 'roles:grant',
      form: formOf('PATCH /api/admin/roles/:role', roleChange),
      keeps,
      async handle({ caller, params: { id }, form, request, reply }) {
        const acting = actingInPerson(services, caller, request, form.reason);
        const { name: role } = await getRole(id);
        await setPermissions(services, acting, { role, permissions: form.permissions });
        return reply.redirect(ledTo(caller, `/admin/roles/${id}?done=changed`, 'roles:read'), 303);
      },
      refused: ({ caller, params, reply, ...refused }) => showEdit(caller, params.id, reply, refused),
    }),
    route({
      ...ofRole,
      method: 'GET',
      path: '/admin/roles/:id/delete',
      access: 'roles:grant',
      handle: ({ caller, params, reply }) => showDelete(caller, params.id, reply),
    }),
    route({
      ...ofRole,
      method: 'POST',
      path: '/admin/roles/:id/delete',
      access: 'roles:grant',
      form: formOf('DELETE /api/admin/roles/:role', ending),
      keeps,
      async handle({ caller, params: { id }, form, request, reply }) {
        const { name } = await getRole(id);
        await deleteOwnRole(services, actingInPerson(services, caller, request, form.reason), name);
        return reply.redirect(ledTo(caller, '/admin/roles?done=deleted', 'roles:read'), 303);
      },
      refused: ({ caller, params, reply, ...refused }) => showDelete(caller, params.id, reply, refused),
    }),
  ];
}
