import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { formOf, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { linkOver, linkProblem } from '../../people/emails/index.ts';
import { asFormProblem, challengeRequired, recoveryNeedsProof } from '../../people/limits/index.ts';
import { inTrail } from '../trails/index.ts';
import { askToRecover } from './ask-to-recover.ts';
import { completeRecovery } from './complete-recovery.ts';
import { RecoverCompletePage, RecoverDonePage, RecoverPage, RecoverSentPage } from './pages.tsx';
import { recovery, wayBack } from './routes.ts';

export function recoverPageRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const { site } = pages;
  const page = { kind: 'page', access: 'anyone' } as const;
  const rules = { passwordMin: config.password.minLength, passwordMax: config.password.maxLength };

  return [
    route({
      ...page,
      method: 'GET',
      path: '/recover',
      handle: ({ request, reply }) => ask(reply, '', { isAgain: queryOf(request).has('again') }),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/recover',
      keeps: { identifier: ({ login }) => login.identifiers.both },
      form: formOf('POST /api/recover', wayBack),
      async handle({ form: { identifier, proofOfWork }, request, reply }) {
        await inTrail(services, reply, { kind: 'recover', format: 'form' }, (requester) =>
          askToRecover(services, { identifier, proofOfWork }, { ...requester, request }),
        );
        return reply.redirect('/recover/sent', 303);
      },
      refused: ({ refusal, typed, reply }) => ask(reply, typed('identifier'), { refusal }),
    }),
    route({
      ...page,
      method: 'GET',
      path: '/recover/sent',
      handle: ({ reply }) =>
        pages.send(reply, h(RecoverSentPage, { site, lifetime: config.email.recoverLifetime })),
    }),
    route({
      ...page,
      method: 'GET',
      path: '/recover/complete',
      handle: ({ reply }) => choose(reply, ''),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/recover/complete',
      form: formOf('POST /api/recover/complete', recovery),
      async handle({ form: { token, newPassword }, reply }) {
        await inTrail(services, reply, { kind: 'recover', format: 'form' }, (requester) =>
          completeRecovery(services, token, newPassword, requester),
        );
        return reply.redirect('/recover/done', 303);
      },
      refused: ({ refusal, typed, reply }) => choose(reply, typed('token'), refusal),
    }),
    route({
      ...page,
      method: 'GET',
      path: '/recover/done',
      handle: ({ reply }) => pages.send(reply, h(RecoverDonePage, { site })),
    }),
  ];

  async function ask(
    reply: FastifyReply,
    identifier: string,
    { refusal, isAgain = false }: { refusal?: Problem; isAgain?: boolean },
  ) {
    if (refusal) setProblemHeaders(reply, refusal);
    const needsProof = await recoveryNeedsProof(services, reply.request);
    const isRequired = refusal?.definition === challengeRequired || needsProof;
    // Strangers may have used up the emails that anyone gets: a proof of work brings another.
    const challenge = isRequired || (isAgain && 'offered');
    const problem = refusal && asFormProblem(refusal, ({ login }) => login.onceMore.email);
    return pages.send(reply, h(RecoverPage, { site, identifier, problem, challenge }));
  }

  function choose(reply: FastifyReply, token: string, refusal?: Problem) {
    if (refusal) setProblemHeaders(reply, refusal);
    // A link that is over is taken out, so that a newer one can be put in.
    const isOver = refusal?.definition === linkOver;
    const problem = refusal && linkProblem(refusal);
    return pages.send(reply, h(RecoverCompletePage, { site, token: isOver ? '' : token, rules, problem }));
  }
}
