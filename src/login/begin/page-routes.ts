import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { relyingPartyOf } from '../../factors/passkey/index.ts';
import {
  busy,
  buttonOf,
  formOf,
  queryOf,
  type Route,
  route,
  setProblemHeaders,
} from '../../kit/http/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';
import type { Problem, ProblemDefinition } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { Say } from '../../kit/words/index.ts';
import { asFormProblem, challengeRequired, tooManyAttempts } from '../../people/limits/index.ts';
import { clearSessionCookie, viewerOf } from '../../people/sessions/index.ts';
import { passwordLogin } from '../fields.ts';
import { safeNext } from '../next.ts';
import { invalidCredentials } from '../problems.ts';
import { asking } from '../requester.ts';
import { completePageRoutes } from '../session/complete-page-routes.ts';
import { continueLogin } from '../session/continue-login.ts';
import { logout } from '../session/logout.ts';
import { sayWhySignedOut } from '../session/stranger.ts';
import { addSecondFactorPageRoutes } from '../steps/add-second-factor-page-routes.ts';
import { emailCodePageRoutes } from '../steps/email-code-page-routes.ts';
import { newPasswordPageRoutes } from '../steps/new-password-page-routes.ts';
import { secondFactorPageRoutes } from '../steps/second-factor-page-routes.ts';
import { verifyEmailPageRoutes } from '../steps/verify-email-page-routes.ts';
import { identifierLabel } from './identifier-label.ts';
import { login } from './login.ts';
import { LoginPage, type LoginPageProps, LogoutPage } from './pages.tsx';
import { offerWaitFor } from './prove-identity.ts';
import { findUnfinished } from './unfinished.ts';

const tried: readonly ProblemDefinition[] = [challengeRequired, tooManyAttempts, invalidCredentials, busy];

/** Whether a password came as far as the limits. */
const wasTried = ({ definition }: Problem) => tried.includes(definition);

export function loginPageRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const { site } = pages;
  const next = (wanted: string | undefined) => safeNext(services, wanted);
  const empty = { username: '', remember: false };
  const known = {
    site,
    identifier: identifierLabel(config),
    canRecover: mailIsConfigured(config),
    passkeyOrigin: relyingPartyOf(config)?.origin ?? null,
    withCode: config.login.emailCode,
    providers: config.login.with,
  };
  const ways = { over, next };

  return [
    route({
      method: 'GET',
      path: '/login',
      kind: 'page',
      access: 'visitor',
      async handle({ caller, request, reply }) {
        const wanted = next(queryOf(request).get('next') ?? undefined);
        // No form leads here, and of a circle with an app that sends people back a browser stops the redirects.
        if (caller) return reply.redirect(wanted, 303);
        const notice = await sayWhySignedOut(services, request);
        return loginPage(reply, { next: wanted, values: empty, notice });
      },
    }),
    route({
      method: 'POST',
      path: '/login',
      kind: 'page',
      access: 'anyone',
      keeps: { username: known.identifier, remember: null, next: null },
      form: formOf('POST /api/login', passwordLogin),
      extra: ['next', 'waited'],
      async handle({ form, extra, reply }) {
        const { username, password, remember = false, proofOfWork } = form;
        const sessionOptions = { remember, transport: 'cookie' as const };
        const begin = { kind: 'login', format: 'form' } as const;
        const outcome = await asking(services, reply, begin, (requester) =>
          login(
            services,
            {
              ...{ username, password, proofOfWork, waited: extra.waited || undefined },
              mayChallenge: true,
              ...sessionOptions,
            },
            requester,
          ),
        );
        return continueLogin(services, reply, outcome, next(extra.next));
      },
      async refused({ refusal, typed, extra, request, reply }) {
        setProblemHeaders(reply, refusal);
        const sent = extra.waited || undefined;
        // A name that was refused as too long is not looked for.
        const instead = wasTried(refusal)
          ? await offerWaitFor(services, typed('username'), { request, sent })
          : undefined;
        const challenge = refusal.definition === challengeRequired || refusal.options.challengeNext === true;
        const values = { username: typed('username'), remember: typed('remember') === 'on' };
        const problem = asFormProblem(refusal, (words) => words.login.onceMore.password);
        return loginPage(reply, { next: next(extra.next), values, problem, challenge, instead });
      },
    }),
    ...newPasswordPageRoutes(services, ways),
    ...secondFactorPageRoutes(services, ways),
    ...verifyEmailPageRoutes(services, ways),
    ...emailCodePageRoutes(services, ways),
    ...addSecondFactorPageRoutes(services, ways),
    ...completePageRoutes(services, ways),
    route({
      method: 'GET',
      path: '/logout',
      kind: 'page',
      access: 'visitor',
      handle: ({ caller, reply }) => pages.send(reply, h(LogoutPage, { site, viewer: viewerOf(caller) })),
    }),
    route({
      method: 'POST',
      path: '/logout',
      kind: 'page',
      access: 'visitor',
      form: buttonOf('POST /api/logout'),
      async handle({ caller, request, reply }) {
        if (caller) await logout(services, caller, request);
        clearSessionCookie(reply, config);
        return reply.redirect('/logout', 303);
      },
    }),
  ];

  function over(reply: FastifyReply, wanted: string) {
    const notice: Say = (words) => words.login.tookTooLong;
    return loginPage(reply, { next: next(wanted), values: empty, notice });
  }

  async function loginPage(
    reply: FastifyReply,
    {
      notice,
      ...view
    }: Pick<LoginPageProps, 'next' | 'values' | 'notice' | 'problem' | 'challenge' | 'instead'>,
  ) {
    const unfinishedAt = await findUnfinished(services, reply.request, view.next);
    // What was asked for is over, but the login is not: it waits for something else.
    const said = unfinishedAt === undefined ? notice : undefined;
    return pages.send(reply, h(LoginPage, { ...known, ...view, notice: said, unfinishedAt }));
  }
}
