import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { passkeyIn } from '../../factors/passkey/index.ts';
import { recoveryCodeFactor } from '../../factors/recovery-code/index.ts';
import { totpFactor } from '../../factors/totp/index.ts';
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
import { withProofOfWork } from '../fields.ts';
import { heldAttemptId } from '../held-attempt.ts';
import { proofAsked } from '../judge/proof-asked.ts';
import { goOn } from '../session/go-on.ts';
import type { Ways } from '../ways.ts';
import { codeNeedsProof, findOffers } from './answer-factor.ts';
import { answerForm, type CodeForm } from './answer-form.ts';
import { SecondFactorPage } from './second-factor-page.tsx';

/** The factors that a form can answer: those whose answer is a code. */
const withCode = [totpFactor, recoveryCodeFactor].map(
  (factor) =>
    [factor.name, formOf(`POST /api/login/:attempt/${factor.name}`, withProofOfWork(factor))] as const,
);

/** The page on which a second factor is answered. `over` leads back to the login. */
export function secondFactorPageRoutes(services: Services, { over, next }: Ways): Route[] {
  const { pages } = services;
  return [
    route({
      method: 'GET',
      path: '/login/second-factor',
      kind: 'page',
      access: 'anyone',
      formOwner: (request) => heldAttemptId(services, request),
      handle: ({ request, reply }) => show(reply, queryOf(request).get('next') ?? ''),
    }),
    route({
      method: 'POST',
      path: '/login/second-factor',
      kind: 'page',
      access: 'anyone',
      formOwner: (request) => heldAttemptId(services, request),
      form: formBy('factor', Object.fromEntries(withCode)),
      extra: ['factor', 'next'],
      async handle({ form, extra, reply }) {
        const outcome = await answerForm(services, reply, extra.factor as FactorName, form as CodeForm);
        return goOn(services, reply, outcome, next(extra.next));
      },
      refused({ refusal, typed, extra, reply }) {
        if (refusal.definition === notFound) return over(reply, extra.next);
        return show(reply, extra.next, { refusal, tried: extra.factor, typed: typed('code') });
      },
    }),
  ];

  async function show(
    reply: FastifyReply,
    wanted: string,
    { refusal, tried, typed }: { refusal?: Problem; tried?: string; typed?: string } = {},
  ) {
    const { request } = reply;
    const attempt = await heldAttemptId(services, request);
    const offers = await findOffers(services, attempt, request);
    if (!offers) return over(reply, wanted);
    if (refusal) setProblemHeaders(reply, refusal);
    const isChallenge = refusal?.definition === challengeRequired;
    const needsProof = await codeNeedsProof(services, attempt, request);
    const view = h(SecondFactorPage, {
      site: pages.site,
      next: next(wanted),
      factors: offers.map(({ factor }) => factor),
      passkey: passkeyIn(services, offers, `/api/login/${attempt}/passkey`),
      tried,
      typed: isChallenge ? typed : undefined,
      problem: refusal && asFormProblem(refusal, proofAsked),
      challenge: isChallenge || needsProof,
    });
    return pages.send(reply, view);
  }
}
