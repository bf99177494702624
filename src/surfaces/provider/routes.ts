import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf, formType, queryOf, type Route, route } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { nameAttempt, rememberTrail } from '../../login/trails/index.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { askProvider, cookiesOf, copyHeaders, corsHeaders, sendAnswer } from './answer.ts';
import { askPageRoutes } from './ask/page-routes.ts';
import type { Asking } from './asking.ts';
import type { ProviderAnswer } from './captured.ts';
import { mustSignInFirst } from './clients/documents.ts';
import { registrationRoutes } from './clients/registration.ts';
import { devicePageRoutes } from './device/page-routes.ts';
import { isPassing, loaderOf } from './load.ts';
import { logoutPageRoutes } from './logout/page-routes.ts';
import { appRequestRefused } from './problems.ts';
import { paths } from './settings.ts';
import { afterSignIn, asGet, signInThen } from './sign-in-then.ts';
import { causeFor, noteAsking } from './trail/note.ts';
import { tryPageRoutes } from './try/page-routes.ts';

/** Everything that other software asks of this server as an identity provider. */
export function providerRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const load = loaderOf(services);

  async function ask(request: FastifyRequest, here: Asking): Promise<ProviderAnswer> {
    return askProvider(await load(), request, config.publicUrl, here);
  }

  /** Answers software: in the words of the standards, whatever becomes of it. */
  async function answerApp(request: FastifyRequest, reply: FastifyReply, tokens?: true) {
    const here: Asking = { caller: null, client: clientOf(request) };
    const answer = await ask(request, here);
    if (here.fault && isPassing(services, here.fault)) {
      // A page of an app reads it only with these.
      copyHeaders(reply, answer, corsHeaders);
      throw here.fault;
    }
    const isTold = here.refusal ? !waits.has(here.refusal.error) : tokens && !isRoutine(request);
    if (isTold) {
      const trail = begin(request, reply);
      noteAsking(trail, here);
      if (!here.refusal) noteTokens(trail, request);
      trail.end(here.refusal ? 'refused' : 'done');
    }
    return sendAnswer(reply, answer);
  }

  /** What apps do all day. The trails of people who can't sign in would have to make room for it. */
  const isRoutine = (request: FastifyRequest): boolean =>
    config.mode === 'production' && routine.has(grantTypeIn(request) ?? '');

  function begin(request: FastifyRequest, reply: FastifyReply): TrailRecorder {
    const format = request.method === 'POST' ? 'form' : 'link';
    const trail = services.trails.begin({ kind: 'app', format, address: clientOf(request).address });
    nameAttempt(reply, trail.id);
    return trail;
  }

  /** Sends a person's browser on: to the app, or to what is still missing here. */
  async function answerPerson(
    request: FastifyRequest,
    reply: FastifyReply,
    here: Asking,
    isAfterForm: boolean,
  ) {
    const answer = await ask(request, here);
    if (here.fault && isPassing(services, here.fault)) throw here.fault;
    const trail = begin(request, reply);
    noteAsking(trail, here);
    const target = typeof answer.headers.location === 'string' ? answer.headers.location : undefined;
    const { refusal, waitsFor, allowedBy } = here;
    if (!refusal && waitsFor) trail.note({ code: 'app-waits', for: waitsFor });
    else if (!refusal) {
      if (here.isToldLess) trail.note({ code: 'app-told-less' });
      if (allowedBy) trail.note({ code: 'app-allowed', by: allowedBy });
      trail.note({ code: 'app-code', state: 'issued' });
    }
    trail.end(refusal ? 'refused' : waitsFor ? 'more' : 'done');
    rememberTrail(reply, services, trail.id);
    const to = here.isShown ? undefined : (target ?? here.formPost);
    if (to === undefined) {
      if (here.fault) throw here.fault;
      const cause = causeFor(here);
      const name = here.app?.name;
      throw problem(appRequestRefused, ({ apps }) => apps.refused(cause ?? 'other', name));
    }
    // Of somebody who isn't signed in nothing waits here.
    if (here.caller) for (const line of cookiesOf(answer)) reply.header('set-cookie', line);
    reply.header('cache-control', 'no-store');
    if (typeof to !== 'string') return pages.postTo(reply, to);
    const isHere = to.startsWith('/') || to.startsWith(`${config.publicUrl}/`);
    // After a form Chromium lets no redirect lead to another site.
    return isAfterForm && !isHere ? pages.leaveTo(reply, to) : reply.redirect(to, 303);
  }

  const page = { kind: 'page', method: 'GET' } as const;
  const forApp = { kind: 'api', access: 'app', bodyTypes: [formType], rawBody: true } as const;
  const preflight = (request: FastifyRequest, reply: FastifyReply) => answerApp(request, reply);
  const answers = ({ request, reply }: Handed) => answerApp(request, reply);

  return [
    route({
      ...page,
      path: paths.authorization,
      access: 'visitor',
      async handle({ caller, request, reply }) {
        const query = queryOf(request);
        const isAfterForm = query.has(afterSignIn);
        const mayAsk = !caller && query.get('prompt') !== 'none';
        if (mayAsk && (await mustSignInFirst(services, query.get('client_id') ?? ''))) {
          const trail = begin(request, reply);
          trail.note({ code: 'app-waits', for: 'sign-in' });
          trail.end('more');
          return reply.redirect(signInThen(request.url), 303);
        }
        const here = { caller, client: clientOf(request), original: request.url };
        return answerPerson(request, reply, here, isAfterForm);
      },
    }),
    // OpenID Connect Core 3.1.2.1 has apps send it as a form too. Across sites no cookie comes along, so a browser sends it anew.
    route({
      ...forApp,
      method: 'POST',
      path: paths.authorization,
      handle: ({ body, reply }) => reply.redirect(asGet(paths.authorization, body), 303),
    }),
    route({
      ...page,
      path: `${paths.authorization}/:uid`,
      access: 'visitor',
      handle: ({ caller, request, reply }) =>
        answerPerson(request, reply, { caller, client: clientOf(request) }, true),
    }),
    route({
      ...forApp,
      method: 'POST',
      path: paths.token,
      preflight,
      handle: ({ request, reply }) => answerApp(request, reply, true),
    }),
    route({ ...forApp, method: 'GET', path: paths.userinfo, preflight, handle: answers }),
    route({ ...forApp, method: 'POST', path: paths.userinfo, handle: answers }),
    route({
      ...forApp,
      method: 'POST',
      path: paths.pushed_authorization_request,
      preflight,
      handle: answers,
    }),
    route({ ...forApp, method: 'POST', path: paths.introspection, preflight, handle: answers }),
    route({ ...forApp, method: 'POST', path: paths.revocation, preflight, handle: answers }),
    route({ ...forApp, method: 'GET', path: paths.jwks, preflight, handle: answers }),
    ...['openid-configuration', 'oauth-authorization-server'].map((name) =>
      route({ ...forApp, method: 'GET', path: `/.well-known/${name}`, preflight, handle: answers }),
    ),
    route({ ...forApp, method: 'POST', path: paths.device_authorization, preflight, handle: answers }),
    ...registrationRoutes(services),
    ...askPageRoutes(services, load),
    ...devicePageRoutes(services),
    ...logoutPageRoutes(services, load),
    ...tryPageRoutes(services),
  ];
}

interface Handed {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a device is told every few seconds until somebody has let it in. */
const waits = new Set(['authorization_pending', 'slow_down']);

const routine = new Set(['refresh_token', 'client_credentials']);

const textOf = (body: unknown): string => (typeof body === 'string' ? body : '');

const grantTypeIn = ({ body }: FastifyRequest): string | null =>
  new URLSearchParams(textOf(body)).get('grant_type');

function noteTokens(trail: TrailRecorder, request: FastifyRequest): void {
  const type = grantTypeIn(request);
  if (type === 'authorization_code') trail.note({ code: 'app-code', state: 'redeemed' });
  const by = type === 'refresh_token' ? 'refresh-token' : type === 'client_credentials' ? 'secret' : 'code';
  trail.note({ code: 'app-tokens', by });
}
