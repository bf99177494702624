import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { codeLifetime, emailCodeFactor } from '../../factors/email-code/index.ts';
import { formOf, notFound, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { asFormProblem, challengeRequired, emailCodeNeedsProof } from '../../people/limits/index.ts';
import { beginByName } from '../begin/begin-by-name.ts';
import { identifierLabel } from '../begin/identifier-label.ts';
import { loginByName, withProofOfWork } from '../fields.ts';
import { heldAttemptId } from '../held-attempt.ts';
import { proofAsked } from '../judge/proof-asked.ts';
import { asking } from '../requester.ts';
import { continueLogin } from '../session/continue-login.ts';
import type { Ways } from '../ways.ts';
import { awaitsEmailCode, offerWaitForCode } from './answer-factor.ts';
import { type AnswerFields, answerForm } from './answer-form.ts';
import { EmailCodePage, SendCodePage } from './email-code-pages.tsx';

/** The pages on which a code by mail is asked for and typed; none where the configuration has them off. */
export function emailCodePageRoutes(services: Services, { over, next }: Ways): Route[] {
  const { config, pages } = services;
  const { site } = pages;
  const page = { kind: 'page', access: 'anyone' } as const;
  const formOwner = (request: FastifyRequest) => heldAttemptId(services, request);
  const identifier = identifierLabel(config);
  if (!config.login.emailCode) return [];

  return [
    route({
      ...page,
      method: 'GET',
      path: '/login/send-code',
      handle: ({ request, reply }) =>
        ask(reply, { username: '', remember: false, next: nextIn(request) }, { isAgain: asksAgain(request) }),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/login/send-code',
      keeps: { username: identifier, remember: null, next: null },
      form: formOf('POST /api/login', loginByName),
      extra: ['next'],
      async handle({ form: { username, remember = false, proofOfWork }, extra, reply }) {
        const wanted = { username, remember, proofOfWork, transport: 'cookie' } as const;
        const begin = { kind: 'login', format: 'form' } as const;
        const outcome = await asking(services, reply, begin, (requester) =>
          beginByName(services, wanted, requester),
        );
        return continueLogin(services, reply, outcome, next(extra.next));
      },
      refused({ refusal, typed, extra, reply }) {
        const values = { username: typed('username'), remember: typed('remember') === 'on' };
        return ask(reply, { ...values, next: extra.next }, { refusal });
      },
    }),
    route({
      ...page,
      method: 'GET',
      path: '/login/email-code',
      formOwner,
      handle: ({ request, reply }) => type(reply, nextIn(request)),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/login/email-code',
      formOwner,
      form: formOf('POST /api/login/:attempt/email-code', withProofOfWork(emailCodeFactor)),
      extra: ['next', 'waited'],
      async handle({ form, extra, reply }) {
        const outcome = await answerForm(services, reply, 'email-code', form as AnswerFields, extra);
        return continueLogin(services, reply, outcome, next(extra.next));
      },
      refused({ refusal, typed, extra, reply }) {
        if (refusal.definition === notFound) return over(reply, extra.next);
        return type(reply, extra.next, { refusal, typed: typed('code'), sent: extra.waited });
      },
    }),
  ];

  async function ask(
    reply: FastifyReply,
    { next: wanted, ...values }: { username: string; remember: boolean; next: string },
    { refusal, isAgain = false }: { refusal?: Problem; isAgain?: boolean } = {},
  ) {
    if (refusal) setProblemHeaders(reply, refusal);
    const isRequired =
      refusal?.definition === challengeRequired || (await emailCodeNeedsProof(services, reply.request));
    // Strangers may have used up the codes that anyone gets: a proof of work brings another.
    const challenge = isRequired || (isAgain && 'offered');
    const problem = refusal && asFormProblem(refusal, ({ login }) => login.onceMore.email);
    return pages.send(
      reply,
      h(SendCodePage, { site, next: next(wanted), identifier, values, problem, challenge }),
    );
  }

  async function type(
    reply: FastifyReply,
    wanted: string,
    { refusal, typed, sent }: { refusal?: Problem; typed?: string; sent?: string } = {},
  ) {
    const { request } = reply;
    const attempt = await heldAttemptId(services, request);
    const isAwaited = await awaitsEmailCode(services, attempt, request);
    if (!isAwaited) return over(reply, wanted);
    if (refusal) setProblemHeaders(reply, refusal);
    const isChallenge = refusal?.definition === challengeRequired;
    const instead = await offerWaitForCode(services, attempt, { request, sent });
    const view = h(EmailCodePage, {
      site,
      next: next(wanted),
      lifetime: codeLifetime,
      typed: isChallenge ? typed : undefined,
      problem: refusal && asFormProblem(refusal, proofAsked),
      challenge: isChallenge || instead !== undefined,
      instead,
    });
    return pages.send(reply, view);
  }
}

function asksAgain(request: FastifyRequest): boolean {
  return queryOf(request).has('again');
}

function nextIn(request: FastifyRequest): string {
  return queryOf(request).get('next') ?? '';
}
