import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { peerAddress, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { readForm } from '../../kit/ui/index.ts';
import { asksForAddress } from '../../people/emails/index.ts';
import { asFormProblem, challengeRequired, registrationNeedsProof } from '../../people/limits/index.ts';
import { asking, goOn, requireBounds, safeNext } from '../login/index.ts';
import { RegisterPage } from './pages.tsx';
import { register } from './register.ts';

export function registerPageRoutes(services: Services): Route[] {
  const { config, pages, isAllowedOrigin } = services;
  const next = (wanted: string) => safeNext(wanted, config.publicUrl, isAllowedOrigin);
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
        return show(reply, { username: '', email: '', remember: false, next: wanted });
      },
    }),
    route({
      method: 'POST',
      path: '/register',
      kind: 'page',
      access: 'anyone',
      keeps: { username: 'Username', email: 'E-mail address', remember: null, next: null },
      async handle({ request, reply }) {
        const form = readForm(request, ['username', 'email', 'password', 'remember', 'next', 'proofOfWork']);
        const remember = form.remember === 'on';
        const wanted = {
          username: form.username,
          password: form.password,
          email: form.email || undefined,
          data: undefined,
          remember,
          transport: 'cookie' as const,
          proofOfWork: form.proofOfWork || undefined,
          rules: 'usual' as const,
        };
        try {
          const begin = { kind: 'register', format: 'form' } as const;
          const outcome = await asking(services, reply, begin, (asker) => {
            requireBounds(form);
            return register(services, wanted, asker);
          });
          return goOn(services, reply, outcome, next(form.next));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          return show(
            reply,
            { username: form.username, email: form.email, remember, next: next(form.next) },
            error,
          );
        }
      },
    }),
  ];

  async function show(
    reply: FastifyReply,
    { next, ...values }: { username: string; email: string; remember: boolean; next: string },
    refusal?: Problem,
  ) {
    if (refusal) setProblemHeaders(reply, refusal);
    const onceMore = 'There were many registrations from your network. Enter the password once more.';
    const problem = refusal && asFormProblem(refusal, onceMore);
    const { registration, verification } = config.email;
    const email = asksForAddress(config)
      ? { required: registration === 'required', provedFirst: verification === 'before-login' }
      : null;
    const challenge =
      refusal?.definition === challengeRequired ||
      (await registrationNeedsProof(services, peerAddress(reply.request)));
    return pages.send(
      reply,
      h(RegisterPage, { site: pages.site, next, values, rules, problem, challenge, email }),
    );
  }
}
