import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { codeLifetime } from '../../factors/email-code/index.ts';
import { durationInWords } from '../../kit/duration.ts';
import { notFound, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { readForm } from '../../kit/ui/index.ts';
import { asFormProblem, challengeRequired, emailCodeNeedsProof } from '../../people/limits/index.ts';
import { awaitsEmailCode, codeNeedsProof } from './answer-factor.ts';
import { answerForm } from './answer-form.ts';
import { asking } from './asker.ts';
import { beginByName } from './begin-by-name.ts';
import { EmailCodePage, SendCodePage } from './email-code-pages.tsx';
import { requireBounds } from './fields.ts';
import { goOn } from './go-on.ts';
import { heldAttemptId } from './held-attempt.ts';
import { identifierLabel } from './identifier-label.ts';
import { proofAsked } from './proof-asked.ts';
import type { Ways } from './ways.ts';

const byMail: ReadonlySet<string> = new Set(['email-code']);

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
      async handle({ request, reply }) {
        const form = readForm(request, ['username', 'remember', 'next', 'proofOfWork']);
        const { username, proofOfWork } = form;
        const remember = form.remember === 'on';
        try {
          requireBounds({ username, proofOfWork });
          const wanted = {
            username,
            remember,
            transport: 'cookie',
            proofOfWork: proofOfWork || undefined,
          } as const;
          const begin = { kind: 'login', format: 'form' } as const;
          const outcome = await asking(services, reply, begin, (asker) =>
            beginByName(services, wanted, asker),
          );
          return goOn(services, reply, outcome, next(form.next));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          return ask(reply, { username, remember, next: form.next }, { refusal: error });
        }
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
      async handle({ request, reply }) {
        const form = readForm(request, ['code', 'next', 'proofOfWork']);
        try {
          const outcome = await answerForm(services, reply, { factor: 'email-code', ...form }, byMail);
          return goOn(services, reply, outcome, next(form.next));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          if (error.definition === notFound) return over(reply, form.next);
          return type(reply, form.next, { refusal: error, typed: form.code });
        }
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
    const problem =
      refusal &&
      asFormProblem(refusal, 'There were many requests from your network. Send the form once more.');
    return pages.send(
      reply,
      h(SendCodePage, { site, next: next(wanted), identifier, values, problem, challenge }),
    );
  }

  async function type(
    reply: FastifyReply,
    wanted: string,
    { refusal, typed }: { refusal?: Problem; typed?: string } = {},
  ) {
    const { request } = reply;
    const attempt = await heldAttemptId(services, request);
    const isAwaited = await awaitsEmailCode(services, attempt, request);
    if (!isAwaited) return over(reply, wanted);
    if (refusal) setProblemHeaders(reply, refusal);
    const isChallenge = refusal?.definition === challengeRequired;
    const view = h(EmailCodePage, {
      site,
      next: next(wanted),
      lifetime: durationInWords(codeLifetime),
      typed: isChallenge ? typed : undefined,
      problem: refusal && asFormProblem(refusal, proofAsked),
      challenge: isChallenge || (await codeNeedsProof(services, attempt, request)),
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
