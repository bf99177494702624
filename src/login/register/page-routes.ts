import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { formOf, peerAddress, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { asksForAddress } from '../../people/emails/index.ts';
import { asFormProblem, challengeRequired, registrationNeedsProof } from '../../people/limits/index.ts';
import { asking, continueLogin, safeNext } from '../index.ts';
import { RegisterPage, SignUpClosedPage } from './pages.tsx';
import { register } from './register.ts';
import { registration } from './routes.ts';

export function registerPageRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const next = (wanted: string) => safeNext(services, wanted);
  const rules = {
    usernameMin: config.username.minLength,
    usernameMax: config.username.maxLength,
    passwordMin: config.password.minLength,
    passwordMax: config.password.maxLength,
  };

  return [
    route({
      method: 'GET',
      path: '/register',
      kind: 'page',
      access: 'visitor',
      handle({ caller, request, reply }) {
        const wanted = next(queryOf(request).get('next') ?? '');
        if (caller) return reply.redirect(wanted, 303);
        return show(reply, { username: '', email: '', next: wanted });
      },
    }),
    route({
      method: 'POST',
      path: '/register',
      kind: 'page',
      access: 'anyone',
      keeps: {
        username: ({ login }) => login.identifiers.username,
        email: ({ login }) => login.identifiers.email,
        remember: null,
        next: null,
      },
      form: formOf('POST /api/register', registration),
      extra: ['next'],
      async handle({ form: { username, password, email, remember = false, proofOfWork }, extra, reply }) {
        const wanted = {
          ...{ username, password, email, remember, proofOfWork },
          data: undefined,
          transport: 'cookie' as const,
          rules: 'usual' as const,
        };
        const begin = { kind: 'register', format: 'form' } as const;
        const outcome = await asking(services, reply, begin, (requester) =>
          register(services, wanted, requester),
        );
        return continueLogin(services, reply, outcome, next(extra.next));
      },
      refused({ refusal, typed, extra, reply }) {
        const values = { username: typed('username'), email: typed('email') };
        return show(reply, { ...values, next: next(extra.next) }, refusal);
      },
    }),
  ];

  async function show(
    reply: FastifyReply,
    { next, ...values }: { username: string; email: string; next: string },
    refusal?: Problem,
  ) {
    if (refusal) setProblemHeaders(reply, refusal);
    const { mode: signUp } = config.registration;
    if (signUp !== 'open') return pages.send(reply, h(SignUpClosedPage, { site: pages.site, signUp }));
    const problem = refusal && asFormProblem(refusal, (words) => words.register.onceMore);
    const { registration, verification } = config.email;
    const email = asksForAddress(config)
      ? { required: registration === 'required', provedFirst: verification === 'before-login' }
      : null;
    const challenge =
      refusal?.definition === challengeRequired ||
      (await registrationNeedsProof(services, peerAddress(reply.request)));
    const providers = config.login.with.filter(({ newAccounts }) => newAccounts);
    return pages.send(
      reply,
      h(RegisterPage, { site: pages.site, next, values, rules, problem, challenge, email, providers }),
    );
  }
}
