import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { notFound, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { readForm, toFormProblem } from '../../kit/ui/index.ts';
import { asking } from './asker.ts';
import { goOn } from './go-on.ts';
import { heldAttemptId } from './held-attempt.ts';
import { emailOfAttempt, goOnWithEmail } from './verify-email.ts';
import { VerifyEmailPage } from './verify-email-page.tsx';
import type { Ways } from './ways.ts';

/** The page on which a login waits for a confirmed address. `over` leads back to the login. */
export function verifyEmailPageRoutes(services: Services, { over, next }: Ways): Route[] {
  const { config, pages } = services;
  return [
    route({
      method: 'GET',
      path: '/login/verify-email',
      kind: 'page',
      access: 'anyone',
      formOwner: (request) => heldAttemptId(services, request),
      handle({ request, reply }) {
        const query = queryOf(request);
        return show(reply, { wanted: query.get('next') ?? '', said: query.get('said') ?? '' });
      },
    }),
    route({
      method: 'POST',
      path: '/login/verify-email',
      kind: 'page',
      access: 'anyone',
      formOwner: (request) => heldAttemptId(services, request),
      keeps: { email: 'Email address' },
      async handle({ request, reply }) {
        const form = readForm(request, ['act', 'email', 'next']);
        const attempt = await heldAttemptId(services, request);
        const sends = form.act === 'send';
        try {
          const more = { kind: 'login', format: 'form', attempt } as const;
          const outcome = await asking(services, reply, more, (asker) =>
            goOnWithEmail(services, { attempt, email: sends ? form.email : undefined }, asker),
          );
          return goOn(services, reply, outcome, next(form.next), sends ? 'sent' : 'waiting');
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          if (error.definition === notFound) return over(reply, form.next);
          return show(reply, { wanted: form.next, refusal: error, typed: form.email });
        }
      },
    }),
  ];

  async function show(
    reply: FastifyReply,
    came: { wanted: string; said?: string; refusal?: Problem; typed?: string },
  ) {
    const { request } = reply;
    const email = await emailOfAttempt(services, await heldAttemptId(services, request), request);
    if (!email) return over(reply, came.wanted);
    const { wanted, said = '', refusal, typed } = came;
    if (refusal) setProblemHeaders(reply, refusal);
    const view = h(VerifyEmailPage, {
      site: pages.site,
      next: next(wanted),
      email,
      typed,
      mailbox: config.mode === 'development' ? '/dev/mailbox' : null,
      said,
      problem: refusal && toFormProblem(refusal),
    });
    return pages.send(reply, view);
  }
}
