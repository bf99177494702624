import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Caller, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { type FormProblem, readForm } from '../../kit/ui/index.ts';
import { linkOver } from '../../people/emails/index.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { heldAttemptId } from '../login/index.ts';
import { inTrail } from '../trails/index.ts';
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
          await inTrail(services, reply, { kind: 'verify-email', format: 'form' }, (asker) =>
            verifyEmail(services, token, asker),
          );
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          return show(caller, reply, token, error);
        }
        return reply.redirect('/email/verified', 303);
      },
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
    const fields: FormProblem['fields'] = isOver ? { token: 'Enter the code of a newer mail.' } : {};
    const problem = refusal && { detail: refusal.message, fields };
    // A link that is over is taken out, so that a newer one can be put in.
    const view = { site, viewer: viewerOf(caller), token: isOver ? '' : token, problem };
    return pages.send(reply, h(VerifyPage, view));
  }
}
