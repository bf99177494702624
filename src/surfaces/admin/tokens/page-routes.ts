import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Administrator, formOf, linesOf, notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import { listTokens, revokeToken } from '../../../operate/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { newsOf } from '../frame/after.ts';
import { frameOf } from '../frame/frame.ts';
import { keepsReason, type Refused, sendPage, shownOf } from '../frame/returned.ts';
import { ending } from '../role-schemas.ts';
import { MadeTokenPage, NewTokenPage, RevokeTokenPage } from './change-pages.tsx';
import { TokensPage } from './list-page.tsx';
import { makeToken } from './make.ts';
import { newToken, ofToken } from './schemas.ts';

const page = { kind: 'page', access: 'tokens:write' } as const;

/** The pages of API tokens. Only the answer to the form shows a token, and never again. */
export function tokenPageRoutes(services: Services): Route[] {
  const { clock, pages, words } = services;

  function showNew(caller: Administrator, reply: FastifyReply, refused?: Refused) {
    const typed = (field: string) => refused?.typed(field) ?? '';
    const page = h(NewTokenPage, {
      ...{ frame: frameOf(services, caller), held: caller.permissions, now: clock() },
      typed: {
        ...{ name: typed('name'), addresses: typed('addresses') },
        ...{ expiresAt: typed('expiresAt') },
      },
      chosen: linesOf(typed('permissions')),
      ...shownOf(refused),
    });
    return sendPage(services, reply, page, refused);
  }

  async function showRevoke(caller: Administrator, id: string, reply: FastifyReply, refused?: Refused) {
    const token = (await listTokens(services)).find((one) => one.id === id);
    if (!token) throw problem(notFound);
    const page = h(RevokeTokenPage, {
      ...{ frame: frameOf(services, caller), token, now: clock() },
      ...shownOf(refused),
    });
    return sendPage(services, reply, page, refused);
  }

  return [
    route({
      ...page,
      method: 'GET',
      path: '/admin/tokens',
      async handle({ caller, request, reply }) {
        const page = h(TokensPage, {
          ...{ frame: frameOf(services, caller), tokens: await listTokens(services), now: clock() },
          done: newsOf(request, words.admin.tokens.done),
        });
        return pages.send(reply, page);
      },
    }),
    route({
      ...page,
      method: 'GET',
      path: '/admin/tokens/new',
      handle: ({ caller, reply }) => showNew(caller, reply),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/admin/tokens/new',
      form: formOf('POST /api/admin/tokens', newToken),
      keeps: {
        name: ({ admin }) => admin.tokens.form.name,
        expiresAt: null,
        permissions: ({ admin }) => admin.roles.permissions,
        addresses: ({ admin }) => admin.tokens.form.addresses,
        ...keepsReason,
      },
      async handle({ caller, form, request, reply }) {
        const { token } = await makeToken(services, caller, request, form);
        return pages.send(
          reply,
          h(MadeTokenPage, { frame: frameOf(services, caller), token, name: form.name }),
        );
      },
      refused: ({ caller, reply, ...refused }) => showNew(caller, reply, refused),
    }),
    route({
      ...page,
      method: 'GET',
      path: '/admin/tokens/:id/revoke',
      params: ofToken,
      handle: ({ caller, params, reply }) => showRevoke(caller, params.id, reply),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/admin/tokens/:id/revoke',
      params: ofToken,
      form: formOf('DELETE /api/admin/tokens/:id', ending),
      keeps: keepsReason,
      async handle({ caller, params: { id }, form, request, reply }) {
        const acting = actingInPerson(services, caller, request, form.reason);
        const isRevoked = await revokeToken(services, acting, id);
        // Somebody else was faster, and the page of the form says so.
        return reply.redirect(
          isRevoked ? '/admin/tokens?done=revoked' : `/admin/tokens/${encodeURIComponent(id)}/revoke`,
          303,
        );
      },
      refused: ({ caller, params, reply, ...refused }) => showRevoke(caller, params.id, reply, refused),
    }),
  ];
}
