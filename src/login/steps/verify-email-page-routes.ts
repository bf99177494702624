import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import {
  buttonOf,
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
import { toFormProblem } from '../../kit/ui/index.ts';
import { heldAttemptId } from '../held-attempt.ts';
import { asking } from '../requester.ts';
import { continueLogin } from '../session/continue-login.ts';
import type { Ways } from '../ways.ts';
import { continueWithEmail, emailOfAttempt } from './verify-email.ts';
import { VerifyEmailPage } from './verify-email-page.tsx';
import { addressToVerify } from './verify-email-route.ts';

const twin = 'POST /api/login/:attempt/verify-email';

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
      keeps: { email: ({ emails }) => emails.address },
      form: formBy('act', { continue: buttonOf(twin), send: formOf(twin, addressToVerify) }),
      extra: ['act', 'next'],
      async handle({ form, extra, request, reply }) {
        const attempt = await heldAttemptId(services, request);
        const { email } = form as { email?: string };
        const more = { kind: 'login', format: 'form', attempt } as const;
        const outcome = await asking(services, reply, more, (requester) =>
          continueWithEmail(services, { attempt, email }, requester),
        );
        const said = email === undefined ? 'waiting' : 'sent';
        return continueLogin(services, reply, outcome, next(extra.next), said);
      },
      refused({ refusal, typed, extra, reply }) {
        if (refusal.definition === notFound) return over(reply, extra.next);
        return show(reply, { wanted: extra.next, refusal, typed: typed('email') });
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
