import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { passkeyIn } from '../../factors/passkey/index.ts';
import { notFound, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { readForm } from '../../kit/ui/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { asFormProblem, challengeRequired } from '../../people/limits/index.ts';
import { codeNeedsProof, findOffers } from './answer-factor.ts';
import { answerForm } from './answer-form.ts';
import { goOn } from './go-on.ts';
import { heldAttemptId } from './held-attempt.ts';
import { proofAsked } from './proof-asked.ts';
import { SecondFactorPage } from './second-factor-page.tsx';
import type { Ways } from './ways.ts';

/** The factors that a form can answer: those whose answer is a code. */
const withCode: ReadonlySet<string> = new Set<FactorName>(['totp', 'recovery-code']);

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
      async handle({ request, reply }) {
        const form = readForm(request, ['factor', 'code', 'next', 'proofOfWork']);
        try {
          const { factor, code, proofOfWork } = { ...form, factor: form.factor as FactorName };
          const outcome = await answerForm(services, reply, { factor, code, proofOfWork }, withCode);
          return goOn(services, reply, outcome, next(form.next));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          if (error.definition === notFound) return over(reply, form.next);
          return show(reply, form.next, { refusal: error, tried: form.factor, typed: form.code });
        }
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
