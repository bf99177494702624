import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import {
  buttonOf,
  type Caller,
  formOf,
  linesOf,
  queryOf,
  type Route,
  route,
  setProblemHeaders,
} from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { toFormProblem } from '../../kit/ui/index.ts';
import { proofRequired, requireVerification } from '../../login/prove/index.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { createOwnKey, listOwnKeys, revokeOwnKey } from './own-keys.ts';
import { KeysPage, MadeKeyPage, NewKeyPage } from './pages.tsx';
import { wantedKey } from './routes.ts';
import { listScopes } from './wanted-scopes.ts';

interface Refused {
  readonly refusal: Problem;
  typed(field: string): string;
}

/** `/account/keys`: the same as pages. Only the answer to the form shows a key, and never again. */
export function keyPageRoutes(services: Services): Route[] {
  const { pages, clock } = services;
  const { site } = pages;
  const page = { kind: 'page', access: 'signed-in' } as const;

  async function showNew(caller: Caller, reply: FastifyReply, refused?: Refused) {
    if (refused) setProblemHeaders(reply, refused.refusal);
    const typed = (field: string) => refused?.typed(field) ?? '';
    return pages.send(
      reply,
      h(NewKeyPage, {
        ...{ site, viewer: viewerOf(caller), scopes: await listScopes(services) },
        ...{ name: typed('name'), chosen: linesOf(typed('scopes')), days: typed('days') },
        problem: refused && toFormProblem(refused.refusal),
      }),
    );
  }

  return [
    route({
      ...page,
      method: 'GET',
      path: '/account/keys',
      async handle({ caller, request, reply }) {
        const keys = await listOwnKeys(services, caller.account.id);
        const isDone = queryOf(request).get('done') === 'revoked';
        const [scopes, now] = [await listScopes(services), clock()];
        return pages.send(reply, h(KeysPage, { site, viewer: viewerOf(caller), keys, scopes, now, isDone }));
      },
    }),
    route({
      ...page,
      method: 'GET',
      path: '/account/keys/new',
      async handle({ caller, reply }) {
        await requireVerification(services, caller.via.session);
        return showNew(caller, reply);
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/keys/new',
      form: formOf('POST /api/me/keys', wantedKey),
      keeps: {
        name: ({ accountKeys }) => accountKeys.form.name,
        scopes: ({ accountKeys }) => accountKeys.form.scopes,
        days: null,
      },
      async handle({ caller, form, request, reply }) {
        const { key, made } = await createOwnKey(services, caller, form, request);
        reply.header('cache-control', 'no-store');
        return pages.send(
          reply,
          h(MadeKeyPage, { site, viewer: viewerOf(caller), keyText: key, name: made.name }),
        );
      },
      refused({ caller, reply, ...refused }) {
        if (refused.refusal.definition === proofRequired) throw refused.refusal;
        return showNew(caller, reply, refused);
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/keys/:id/revoke',
      params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
      form: buttonOf('DELETE /api/me/keys/:id'),
      async handle({ caller, params, request, reply }) {
        await revokeOwnKey(services, caller, params.id, request);
        return reply.redirect('/account/keys?done=revoked', 303);
      },
    }),
  ];
}
