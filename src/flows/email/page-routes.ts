import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Caller, clientOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import { readForm } from '../../kit/ui/index.ts';
import { linkOver } from '../../people/emails/index.ts';
import type { Services } from '../../services.ts';
import { VerifiedPage, VerifyPage } from './pages.tsx';
import { verifyEmail } from './verify-email.ts';

export function emailPageRoutes(services: Services): Route[] {
  const { pages } = services;
  const { site } = pages;

  return [
    route({
      method: 'GET',
      path: '/email/verify',
      kind: 'page',
      access: 'visitor',
      handle: ({ caller, reply }) => show(caller, reply, ''),
    }),
    route({
      method: 'POST',
      path: '/email/verify',
      kind: 'page',
      access: 'visitor',
      async handle({ caller, request, reply }) {
        const { token } = readForm(request, ['token']);
        try {
          await verifyEmail(services, token, clientOf(request));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          // A link that is over is taken out, so that a newer one can be put in.
          return show(caller, reply, error.definition === linkOver ? '' : token, error);
        }
        return reply.redirect('/email/verified', 303);
      },
    }),
    route({
      method: 'GET',
      path: '/email/verified',
      kind: 'page',
      access: 'visitor',
      handle: ({ caller, reply }) => pages.send(reply, h(VerifiedPage, { site, viewer: viewerOf(caller) })),
    }),
  ];

  function show(caller: Caller | null, reply: FastifyReply, token: string, refusal?: Problem) {
    if (refusal) setProblemHeaders(reply, refusal);
    const problem = refusal && { detail: refusal.message, fields: { token: refusal.definition.remedy } };
    return pages.send(reply, h(VerifyPage, { site, viewer: viewerOf(caller), token, problem }));
  }
}

function viewerOf(caller: Caller | null) {
  return caller ? { username: caller.session.username } : undefined;
}
