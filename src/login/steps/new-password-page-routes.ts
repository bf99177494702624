import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { formOf, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { toFormProblem } from '../../kit/ui/index.ts';
import { newPasswordBody } from '../fields.ts';
import { heldAttemptId } from '../held-attempt.ts';
import { asking } from '../requester.ts';
import { continueLogin } from '../session/continue-login.ts';
import type { Ways } from '../ways.ts';
import { finishWithNewPassword, nameOfAttempt } from './finish-with-new-password.ts';
import { NewPasswordPage } from './new-password-page.tsx';

/** The page on which a login waits for a better password. `over` leads back to the login. */
export function newPasswordPageRoutes(services: Services, { over, next }: Ways): Route[] {
  const { config, pages } = services;
  const formOwner = (request: FastifyRequest) => heldAttemptId(services, request);
  const page = { kind: 'page', access: 'anyone', path: '/login/new-password', formOwner } as const;
  return [
    route({
      ...page,
      method: 'GET',
      handle: ({ request, reply }) => show(reply, queryOf(request).get('next') ?? ''),
    }),
    route({
      ...page,
      method: 'POST',
      form: formOf('POST /api/login/:attempt/new-password', newPasswordBody),
      extra: ['next'],
      async handle({ form, extra, request, reply }) {
        const attempt = await heldAttemptId(services, request);
        const more = { kind: 'login', format: 'form', attempt } as const;
        const outcome = await asking(services, reply, more, (requester) =>
          finishWithNewPassword(services, attempt, form.newPassword, requester),
        );
        return continueLogin(services, reply, outcome, next(extra.next));
      },
      refused: ({ refusal, extra, reply }) => show(reply, extra.next, refusal),
    }),
  ];

  async function show(reply: FastifyReply, wanted: string, refusal?: Problem) {
    const { request } = reply;
    const username = await nameOfAttempt(services, await heldAttemptId(services, request), request);
    if (!username) return over(reply, wanted);
    if (refusal) setProblemHeaders(reply, refusal);
    const view = h(NewPasswordPage, {
      site: pages.site,
      next: next(wanted),
      rules: { passwordMin: config.password.minLength, passwordMax: config.password.maxLength },
      username,
      problem: refusal && toFormProblem(refusal),
    });
    return pages.send(reply, view);
  }
}
