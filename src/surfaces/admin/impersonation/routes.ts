import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Administrator, clientOf, notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import { type Acting, beginImpersonation, endImpersonation } from '../../../operate/accounts/index.ts';
import { clearImpersonationCookie, setImpersonationCookie } from '../../../people/impersonation/index.ts';
import { impersonate } from '../accounts/acts/account-acts.ts';
import { ConfirmActPage } from '../accounts/acts/confirm-page.tsx';
import { ofAccount } from '../accounts/schemas.ts';
import { actingInPerson } from '../acting.ts';
import { frameOf } from '../frame/frame.ts';
import { keepsReason, type Refused, sendPage, shownOf } from '../frame/returned.ts';
import { requireAccount } from '../require-account.ts';

/** How an administrator begins to look at somebody's account, and stops. */
export function impersonationRoutes(services: Services): Route[] {
  const { config, impersonations } = services;
  const page = {
    kind: 'page',
    path: '/admin/accounts/:id/impersonate',
    access: 'accounts:impersonate',
    params: ofAccount,
  } as const;

  return [
    route({
      ...page,
      method: 'GET',
      handle: ({ caller, params, reply }) => show(caller, params.id, reply),
    }),
    route({
      ...page,
      method: 'POST',
      noTwin:
        'Its answer is a cookie for the pages of a browser, where somebody looks in person. A program reads accounts by /api/admin.',
      extra: ['reason'],
      keeps: keepsReason,
      async handle({ caller, params: { id }, extra: { reason }, request, reply }) {
        if (caller.by.kind !== 'person') throw problem(notFound);
        const { session } = caller.by.caller.via;
        const acting = actingInPerson(services, caller, request, reason);
        const begun = await beginImpersonation(services, acting, (await getAccount(id)).id, session);
        if (!begun?.value) throw problem(notFound);
        setImpersonationCookie(reply, config, begun.value.token);
        return reply.redirect('/account', 303);
      },
      refused: ({ caller, params, reply, ...refused }) => show(caller, params.id, reply, refused),
    }),
    route({
      kind: 'page',
      method: 'POST',
      path: '/impersonation/stop',
      // Pressed twice or too late, it leads back all the same.
      access: 'anyone',
      impersonated: true,
      noTwin: 'It takes back the cookie that only the form of the console gives.',
      async handle({ request, reply }) {
        const found = await impersonations.find(request);
        if (found === null) return reply.redirect('/admin', 303);
        clearImpersonationCookie(reply, config);
        if (!('account' in found)) return reply.redirect('/admin', 303);
        const { id } = found.via.actor;
        const acting: Acting = {
          ...{ actor: { kind: 'person', id }, account: id, client: clientOf(request), requestId: request.id },
          ...{ reason: null, mayActOn: async () => {}, mayGrant: async () => {} },
        };
        await endImpersonation(services, acting, found);
        return reply.redirect(`/admin/accounts/${found.account.id}?done=${impersonate.name}`, 303);
      },
    }),
  ];

  async function getAccount(id: string) {
    const account = await requireAccount(services, id);
    if (!config.admin.impersonation) throw problem(notFound, ({ adminActs }) => adminActs.impersonationOff);
    return account;
  }

  async function show(caller: Administrator, id: string, reply: FastifyReply, refused?: Refused) {
    const account = await getAccount(id);
    const page = h(ConfirmActPage, {
      ...{ frame: frameOf(services, caller), account, act: impersonate, ...shownOf(refused) },
    });
    return sendPage(services, reply, page, refused);
  }
}
