import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Caller, formOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { toFormProblem } from '../../kit/ui/index.ts';
import { asking, continueLogin, safeNext } from '../../login/index.ts';
import { registerByInvitation } from '../../login/register/index.ts';
import { inTrail } from '../../login/trails/index.ts';
import { invitationForAnother, invitationInvalid } from '../../people/invitations/index.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { AcceptedPage, AcceptPage, InvitedPage } from './pages.tsx';
import { invitationCode, invitedRegistration } from './routes.ts';

export function invitationPageRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const { site } = pages;
  const rules = {
    usernameMin: config.username.minLength,
    usernameMax: config.username.maxLength,
    passwordMin: config.password.minLength,
    passwordMax: config.password.maxLength,
  };

  return [
    route({
      method: 'GET',
      path: '/invitation',
      kind: 'page',
      access: 'visitor',
      handle: ({ caller, reply }) =>
        caller ? showToKnown(caller, reply, '') : showToStranger(reply, { token: '', username: '' }),
    }),
    route({
      method: 'POST',
      path: '/invitation',
      kind: 'page',
      access: 'anyone',
      keeps: { username: ({ login }) => login.identifiers.username },
      form: formOf('POST /api/invitations/accept', invitedRegistration),
      async handle({ form: { token, username, password, remember = false }, reply }) {
        const wanted = { token, username, password, remember, data: undefined, transport: 'cookie' } as const;
        const outcome = await asking(services, reply, { kind: 'register', format: 'form' }, (requester) =>
          registerByInvitation(services, wanted, requester),
        );
        return continueLogin(services, reply, outcome, safeNext(services, ''));
      },
      refused: ({ refusal, typed, reply }) =>
        showToStranger(reply, { token: typed('token'), username: typed('username') }, refusal),
    }),
    route({
      method: 'POST',
      path: '/account/invitation',
      kind: 'page',
      access: 'signed-in',
      form: formOf('POST /api/me/invitations', invitationCode),
      async handle({ caller, form: { token }, reply }) {
        await inTrail(services, reply, { kind: 'invitation', format: 'form' }, (trailing) =>
          acceptInvitation(services, token, { ...trailing, caller, request: reply.request }),
        );
        return reply.redirect('/account/invitation/accepted', 303);
      },
      refused: ({ refusal, caller, typed, reply }) => showToKnown(caller, reply, typed('token'), refusal),
    }),
    route({
      method: 'GET',
      path: '/account/invitation/accepted',
      kind: 'page',
      access: 'signed-in',
      handle: ({ caller, reply }) => pages.send(reply, h(AcceptedPage, { site, viewer: viewerOf(caller) })),
    }),
  ];

  function showToStranger(
    reply: FastifyReply,
    { token, username }: { readonly token: string; readonly username: string },
    refusal?: Problem,
  ) {
    if (refusal) setProblemHeaders(reply, refusal);
    const view = { site, rules, username, ...codeFor(token, refusal) };
    return pages.send(reply, h(InvitedPage, view));
  }

  function showToKnown(caller: Caller, reply: FastifyReply, token: string, refusal?: Problem) {
    if (refusal) setProblemHeaders(reply, refusal);
    const isForAnother = refusal?.definition === invitationForAnother;
    const view = { site, viewer: viewerOf(caller), isForAnother, ...codeFor(token, refusal) };
    return pages.send(reply, h(AcceptPage, view));
  }
}

/** An invitation that is over is taken out, so that the code of a newer one can be put in. */
function codeFor(token: string, refusal: Problem | undefined) {
  const isOver = refusal?.definition === invitationInvalid;
  const problem = refusal && toFormProblem(refusal);
  if (!isOver || !problem) return { token, problem };
  return { token: '', problem: { ...problem, fields: { token: problem.detail } } };
}
