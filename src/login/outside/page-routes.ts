import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { formOf, peerAddress, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import type { Viewer } from '../../kit/ui/index.ts';
import { asksForAddress } from '../../people/emails/index.ts';
import { asFormProblem, challengeRequired, registrationNeedsProof } from '../../people/limits/index.ts';
import { findByState, findNewcomer, type Provider } from '../../people/outside/index.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { asking, continueLogin, credentialFields, safeNext } from '../index.ts';
import { registrationEmail } from '../register/index.ts';
import { inTrail } from '../trails/index.ts';
import { comeBack } from './back.ts';
import { beginOutside } from './begin.ts';
import { browserKeyIn, giveBrowserKey } from './browser.ts';
import { failed } from './failed.ts';
import { registerNewcomer } from './newcomer.ts';
import { NewcomerPage, OutsideRefusedPage } from './pages.tsx';
import { requireProvider } from './require-provider.ts';

const params = Type.Object({ provider: Type.String() });

/** What the trail of an answer is of, by what somebody was sent for. */
const trailKinds = { 'sign-in': 'login', link: 'add-factor', verify: 'prove' } as const;

/** Whose way to or from a provider it is, where they want to go, and who is signed in, if they are. */
interface Leaving {
  readonly provider: Provider;
  readonly wanted: string;
  readonly viewer?: Viewer | undefined;
}

/** What a newcomer chooses: a registration without a password. */
const newcomer = Type.Object(
  {
    username: credentialFields.username,
    proofOfWork: credentialFields.proofOfWork,
    email: registrationEmail,
  },
  { additionalProperties: false },
);

/** The pages of a sign-in with another provider: out, back, and the choice of a username. */
export function outsidePageRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const next = (wanted: string | null | undefined) => safeNext(services, wanted);
  const page = { kind: 'page', params } as const;

  return [
    route({
      ...page,
      method: 'GET',
      path: '/login/with/:provider',
      access: 'visitor',
      async handle({ caller, params: { provider: id }, request, reply }) {
        const provider = requireProvider(services, id);
        const query = queryOf(request);
        const wanted = next(query.get('next'));
        if (caller) return reply.redirect(wanted, 303);
        const begun = { kind: 'login', format: 'link' } as const;
        return orRefused(reply, { provider, wanted }, async () => {
          const address = await inTrail(services, reply, begun, (trailing) =>
            beginOutside(
              services,
              provider,
              {
                ...{ purpose: 'sign-in', account_id: null, session_id: null, next: wanted },
                browser: giveBrowserKey(reply, services),
                remember: query.get('remember') === 'true',
              },
              trailing,
            ),
          );
          return reply.redirect(address.href, 303);
        });
      },
    }),
    route({
      ...page,
      method: 'GET',
      path: '/login/with/:provider/back',
      access: 'visitor',
      async handle({ caller, params: { provider: id }, request, reply }) {
        const provider = requireProvider(services, id);
        const parameters = queryOf(request);
        const state = parameters.get('state') ?? '';
        const browser = browserKeyIn(request, services);
        const attempt = await findByState(services.db, state);
        const wanted = next(undefined);
        const kind = trailKinds[attempt?.purpose ?? 'sign-in'];
        const trailed = { kind, format: 'link', attempt: attempt?.trail_id ?? '' } as const;
        // Whoever was signed in when they left is at home on the account page.
        const viewer = attempt?.account_id == null ? undefined : viewerOf(caller);
        return orRefused(reply, { provider, wanted, viewer }, async () => {
          const came = { provider, parameters, state, browser, caller };
          const outcome = await asking(services, reply, trailed, (requester) =>
            comeBack(services, came, { ...requester, reply }),
          );
          if (outcome.kind === 'signed-in')
            return continueLogin(services, reply, outcome.outcome, next(outcome.next));
          if (outcome.kind === 'newcomer')
            return reply.redirect(
              `/login/with/${id}/new?${new URLSearchParams({ next: outcome.next })}`,
              303,
            );
          return reply.redirect(next(outcome.next), 303);
        });
      },
    }),
    // Apple answers by a form from its own site, with which no cookie of ours comes: it is judged where the browser brings it.
    route({
      ...page,
      method: 'POST',
      path: '/login/with/:provider/back',
      access: 'app',
      noTwin: 'It comes from the page of an identity provider.',
      async handle({ params: { provider: id }, request, reply }) {
        requireProvider(services, id);
        const sent = fieldsOf(request);
        const kept = ['state', 'code', 'iss', 'error'].flatMap((name) => {
          const value = sent.get(name);
          return value === null ? [] : [[name, value]];
        });
        return reply.redirect(`/login/with/${id}/back?${new URLSearchParams(kept)}`, 303);
      },
    }),
    route({
      ...page,
      method: 'GET',
      path: '/login/with/:provider/new',
      access: 'visitor',
      async handle({ caller, params: { provider: id }, request, reply }) {
        const provider = requireProvider(services, id);
        const wanted = next(queryOf(request).get('next'));
        if (caller) return reply.redirect(wanted, 303);
        return orRefused(reply, { provider, wanted }, () => showNewcomer(reply, provider, { next: wanted }));
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: '/login/with/:provider/new',
      access: 'anyone',
      keeps: {
        username: ({ login }) => login.identifiers.username,
        email: ({ login }) => login.identifiers.email,
        next: null,
      },
      form: formOf('POST /api/register', newcomer),
      extra: ['next'],
      async handle({
        params: { provider: id },
        form: { username, email, proofOfWork },
        extra,
        request,
        reply,
      }) {
        const provider = requireProvider(services, id);
        const browser = browserKeyIn(request, services);
        const begun = { kind: 'register', format: 'form' } as const;
        const outcome = await asking(services, reply, begun, (requester) =>
          registerNewcomer(services, { provider, browser }, { username, email, proofOfWork }, requester),
        );
        return continueLogin(services, reply, outcome, next(extra.next));
      },
      refused({ params: { provider: id }, refusal, typed, extra, reply }) {
        const provider = requireProvider(services, id);
        const values = { username: typed('username'), email: typed('email') };
        return orRefused(reply, { provider, wanted: next(extra.next) }, () =>
          showNewcomer(reply, provider, { next: next(extra.next), values, refusal }),
        );
      },
    }),
  ];

  /** A refusal as a page that leads on, with what to do instead. */
  async function orRefused(
    reply: FastifyReply,
    { provider, wanted, viewer }: Leaving,
    work: () => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblemHeaders(reply, error);
      return pages.send(
        reply,
        h(OutsideRefusedPage, { site: pages.site, viewer, provider, refusal: error, next: wanted }),
      );
    }
  }

  interface Shown {
    readonly next: string;
    readonly values?: { readonly username: string; readonly email: string };
    readonly refusal?: Problem;
  }

  async function showNewcomer(
    reply: FastifyReply,
    provider: Provider,
    { next: wanted, values, refusal }: Shown,
  ) {
    const browser = browserKeyIn(reply.request, services);
    const held = { provider: provider.id, browser, now: services.clock() };
    const found = await findNewcomer(services.db, held);
    if (!found) throw refusal ?? failed(provider, 'expired');
    if (refusal) setProblemHeaders(reply, refusal);
    const { identity } = found;
    const { registration: asks, verification } = config.email;
    const { minLength, maxLength } = config.username;
    return pages.send(
      reply,
      h(NewcomerPage, {
        site: pages.site,
        provider,
        known: identity.email ?? identity.username,
        next: wanted,
        values: values ?? {
          username: suggest(identity.username, identity.email),
          email: identity.email ?? '',
        },
        rules: { usernameMin: minLength, usernameMax: maxLength },
        email: asksForAddress(config)
          ? { required: asks === 'required', provedFirst: verification === 'before-login' }
          : null,
        problem: refusal && asFormProblem(refusal, (words) => words.outside.onceMore),
        challenge:
          refusal?.definition === challengeRequired ||
          (await registrationNeedsProof(services, peerAddress(reply.request))),
      }),
    );
  }
}

/** A username as it may be had here, from what somebody is called there; what doesn't fit is left out. */
function suggest(username: string | undefined, email: string | undefined): string {
  const name = username ?? email?.split('@')[0] ?? '';
  return name.replaceAll(/[^\p{L}\p{N}._-]/gu, '').slice(0, 32);
}

function fieldsOf({ body }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(typeof body === 'string' ? body : (body as Record<string, string>));
}
