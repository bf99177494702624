import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { secondFactors } from '../../factors/index.ts';
import {
  formBy,
  formOf,
  notFound,
  queryOf,
  type Route,
  route,
  setProblemHeaders,
} from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { asFormProblem, challengeRequired } from '../../people/limits/index.ts';
import { answerForms } from '../answer-forms.ts';
import { withProofOfWork } from '../fields.ts';
import { heldAttemptId } from '../held-attempt.ts';
import { proofAsked } from '../judge/proof-asked.ts';
import { continueLogin } from '../session/continue-login.ts';
import type { Ways } from '../ways.ts';
import { findOffers, offerWaitForCode } from './answer-factor.ts';
import { type AnswerFields, answerForm } from './answer-form.ts';
import { SecondFactorPage } from './second-factor-page.tsx';

const here = '/login/second-factor';

/** The factors that a form can answer. */
const forms = Object.fromEntries(
  secondFactors
    .filter(({ answering }) => answering?.hasForm)
    .map((factor) => [
      factor.name,
      formOf(`POST /api/login/:attempt/${factor.name}`, withProofOfWork(factor)),
    ]),
);

/** The page on which a second factor is answered. `over` leads back to the login. */
export function secondFactorPageRoutes(services: Services, { over, next }: Ways): Route[] {
  const { pages } = services;
  return [
    route({
      method: 'GET',
      path: here,
      kind: 'page',
      access: 'anyone',
      formOwner: (request) => heldAttemptId(services, request),
      handle: ({ request, reply }) => show(reply, queryOf(request).get('next') ?? ''),
    }),
    route({
      method: 'POST',
      path: here,
      kind: 'page',
      access: 'anyone',
      formOwner: (request) => heldAttemptId(services, request),
      form: formBy('factor', forms),
      extra: ['factor', 'next', 'waited', 'clock'],
      async handle({ form, extra, reply }) {
        const outcome = await answerForm(
          services,
          reply,
          extra.factor as FactorName,
          form as AnswerFields,
          extra,
        );
        return continueLogin(services, reply, outcome, next(extra.next));
      },
      refused({ refusal, typed, extra, reply }) {
        if (refusal.definition === notFound) return over(reply, extra.next);
        return show(reply, extra.next, {
          refusal,
          tried: extra.factor,
          typed: typed('code'),
          sent: extra.waited,
        });
      },
    }),
  ];

  async function show(
    reply: FastifyReply,
    wanted: string,
    {
      refusal,
      tried,
      typed,
      sent,
    }: { refusal?: Problem; tried?: string; typed?: string; sent?: string } = {},
  ) {
    const { request } = reply;
    const attempt = await heldAttemptId(services, request);
    const offers = await findOffers(services, attempt, request);
    if (!offers) return over(reply, wanted);
    if (refusal) setProblemHeaders(reply, refusal);
    const isChallenge = refusal?.definition === challengeRequired;
    const instead = await offerWaitForCode(services, attempt, { request, sent });
    const asked = answerForms(services, {
      site: pages.site,
      at: 'login',
      action: here,
      next: next(wanted),
      offers,
      to: ({ name }) => `/api/login/${attempt}/${name}`,
      tried,
      typed: isChallenge ? typed : undefined,
      problem: refusal && asFormProblem(refusal, proofAsked),
      challenge: isChallenge || instead !== undefined,
      instead,
    });
    const view = h(SecondFactorPage, { site: pages.site, failed: refusal !== undefined, ...asked });
    return pages.send(reply, view);
  }
}
