import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Caller, formOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { heldAttemptId } from '../../login/index.ts';
import { inTrail } from '../../login/trails/index.ts';
import { linkOver, linkProblem } from '../../people/emails/index.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { VerifiedPage, VerifyPage } from './pages.tsx';
import { linkToVerify } from './routes.ts';
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
      form: formOf('POST /api/email/verify', linkToVerify),
      async handle({ form: { token }, reply }) {
        await inTrail(services, reply, { kind: 'verify-email', format: 'form' }, (requester) =>
          verifyEmail(services, token, requester),
        );
        return reply.redirect('/email/verified', 303);
      },
      refused: ({ refusal, caller, typed, reply }) => show(caller, reply, typed('token'), refusal),
    }),
    route({
      method: 'GET',
      path: '/email/verified',
      kind: 'page',
      access: 'visitor',
      async handle({ caller, request, reply }) {
        const inLogin = (await heldAttemptId(services, request)) !== '';
        return pages.send(reply, h(VerifiedPage, { site, viewer: viewerOf(caller), inLogin }));
      },
    }),
  ];

  function show(caller: Caller | null, reply: FastifyReply, token: string, refusal?: Problem) {
    if (refusal) setProblemHeaders(reply, refusal);
    const isOver = refusal?.definition === linkOver;
    const problem = refusal && linkProblem(refusal);
    // A link that is over is taken out, so that a newer one can be put in.
    const view = { site, viewer: viewerOf(caller), token: isOver ? '' : token, problem };
    return pages.send(reply, h(VerifyPage, view));
  }
}
