import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { emailPageRoutes, emailRoutes } from './account/email/index.ts';
import { identityPageRoutes, identityRoutes } from './account/identities/index.ts';
import { accountPageRoutes, accountRoutes, dataRoutes } from './account/index.ts';
import { invitationPageRoutes, invitationRoutes } from './account/invitations/index.ts';
import { keyPageRoutes, keyRoutes } from './account/keys/index.ts';
import {
  factorPageRoutes,
  factorRoutes,
  passkeyPageRoutes,
  passkeyRoutes,
  recoveryCodePageRoutes,
  recoveryCodeRoutes,
  securityProblems,
} from './account/security/index.ts';
import { serveClient } from './client-files.ts';
import type { Config } from './config/index.ts';
import { factors } from './factors/index.ts';
import { passwordProblems } from './factors/password/index.ts';
import {
  hostCheck,
  httpProblems,
  mountRoutes,
  type Route,
  routeOf,
  setProblemHeaders,
} from './kit/http/index.ts';
import { createHttpServer } from './kit/http/server.ts';
import type { ProblemDefinition } from './kit/problem.ts';
import type { Services } from './kit/services.ts';
import { ErrorPage } from './kit/ui/index.ts';
import { loginPageRoutes, loginProblems, loginRoutes, refusalOfStranger } from './login/index.ts';
import { outsidePageRoutes, outsideProblems, outsideRoutes, verifyRoutes } from './login/outside/index.ts';
import {
  createNeedTrails,
  proofRequired,
  provePageRoutes,
  proveProblems,
  proveRoutes,
} from './login/prove/index.ts';
import { recoverPageRoutes, recoverRoutes } from './login/recover/index.ts';
import { registerPageRoutes, registerRoutes } from './login/register/index.ts';
import { createEarlyTrails } from './login/trails/index.ts';
import { migrations } from './migrations/index.ts';
import { adminActProblems } from './operate/accounts/index.ts';
import { mailQueueProblems } from './operate/mail/index.ts';
import { findObstacle } from './operate/move/index.ts';
import { searchProblems } from './operate/search/index.ts';
import { accountProblems } from './people/accounts/index.ts';
import { emailProblems } from './people/emails/index.ts';
import { invitationProblems } from './people/invitations/index.ts';
import { keyProblems } from './people/keys/index.ts';
import { limitProblems } from './people/limits/index.ts';
import { accountOfAdministrator, roleProblems } from './people/roles/index.ts';
import { identify, sessionProblems, usesSecureCookies, viewerOf } from './people/sessions/index.ts';
import { createServices, type Foundations } from './services.ts';
import { adminRoutes, createAuthorize } from './surfaces/admin/index.ts';
import { homeRoutes } from './surfaces/home/index.ts';
import { mailboxRoutes } from './surfaces/mailbox/index.ts';
import { metaRoutes } from './surfaces/meta/index.ts';
import {
  allowedPageRoutes,
  allowedRoutes,
  appProblems,
  providerRoutes,
  sessionTokenRoutes,
} from './surfaces/provider/index.ts';
import { addPanel, noteForm, noteSignedOut, trailRoutes } from './surfaces/trails/index.ts';
import { isSubmission, isUnsentForm, keepsSomething, sendUnsentForm } from './surfaces/unsent-form.ts';
import { sendProblemText, withWorkshop } from './surfaces/workshop/index.ts';

/** Every code that a client can meet. Each has its page under /problems. */
export const problems: readonly ProblemDefinition[] = [
  ...httpProblems,
  ...sessionProblems,
  ...roleProblems,
  ...accountProblems,
  ...passwordProblems,
  ...emailProblems,
  ...invitationProblems,
  ...limitProblems,
  ...keyProblems,
  ...loginProblems,
  ...proveProblems,
  ...outsideProblems,
  ...factors.flatMap((factor) => factor.problems ?? []),
  ...securityProblems,
  ...adminActProblems,
  ...appProblems,
  ...mailQueueProblems,
  ...searchProblems,
];

/** The table of contents: what the server can be asked, slice by slice. */
export function allRoutes(services: Services, version: string): Route[] {
  const routes: Route[] = [
    ...registerRoutes(services),
    ...loginRoutes(services),
    ...outsideRoutes(services),
    ...verifyRoutes(services),
    ...recoverRoutes(services),
    ...accountRoutes(services),
    ...emailRoutes(services),
    ...invitationRoutes(services),
    ...dataRoutes(services),
    ...proveRoutes(services),
    ...factorRoutes(services),
    ...passkeyRoutes(services),
    ...recoveryCodeRoutes(services),
    ...identityRoutes(services),
    ...keyRoutes(services),
    ...sessionTokenRoutes(services),
    ...allowedRoutes(services),
    ...withWorkshop(services, [
      ...homeRoutes(services),
      ...registerPageRoutes(services),
      ...loginPageRoutes(services),
    ]),
    ...outsidePageRoutes(services),
    ...recoverPageRoutes(services),
    ...emailPageRoutes(services),
    ...invitationPageRoutes(services),
    ...accountPageRoutes(services),
    ...provePageRoutes(services),
    ...factorPageRoutes(services),
    ...passkeyPageRoutes(services),
    ...recoveryCodePageRoutes(services),
    ...identityPageRoutes(services),
    ...keyPageRoutes(services),
    ...allowedPageRoutes(services),
    ...providerRoutes(services),
    ...adminRoutes(services),
    ...trailRoutes(services),
    ...mailboxRoutes(services),
    ...metaRoutes(services, {
      version,
      problems,
      migrations,
      findObstacle: () => findObstacle(services.db),
      routes: () => routes,
    }),
  ];
  return routes;
}

/** Builds the server; it does not listen yet. The database is migrated already. */
export function buildServer(foundations: Foundations): { app: FastifyInstance; services: Services } {
  const services = createServices(foundations, (code) => problems.some((known) => known.code === code));
  const { config, database, clock, log, isAllowedOrigin, pages, metrics } = services;
  const secure = usesSecureCookies(config);
  const identifyNow = (request: FastifyRequest) => identify(request, services.sessions, secure, clock());
  /** For the head of a page that refuses: it must come even if the database does not answer. */
  const findViewer = async (request: FastifyRequest) => {
    // What other sites send knows nobody by a cookie, and neither does its refusal.
    if (routeOf(request).forApps) return undefined;
    const looking = await services.impersonations.find(request)?.catch(() => null);
    const who = looking && 'account' in looking ? looking : await identifyNow(request).catch(() => null);
    if (who) request.formOwner = who.account.id;
    return viewerOf(who);
  };
  const noteNeed = createNeedTrails(services);
  const noteEarly = createEarlyTrails(services);
  const app = createHttpServer({
    baseUrl: config.publicUrl,
    words: services.words,
    trustedProxies: config.trustedProxies,
    isAllowedOrigin,
    isKnownHost: knownHosts(config),
    log,
    timeouts: config.http,
    database,
    onDatabaseTrouble: metrics.countDatabaseTrouble,
    onRefusing(refused) {
      noteNeed(refused);
      noteEarly(refused);
    },
    onRefused: (refusal) => metrics.countRefusal(refusal.code),
    onAnswered(request, reply) {
      const route = routeOf(request).url ?? 'unknown';
      metrics.countRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    },
    async sendProblemPage(request, reply, refusal, kind) {
      if (kind === 'text') return sendProblemText(reply, refusal, services.words);
      if (refusal.definition === proofRequired && !keepsSomething(request))
        return leadToProof(request, reply);
      if (isUnsentForm(request, refusal))
        return sendUnsentForm(pages, reply, refusal, await findViewer(request));
      setProblemHeaders(reply, refusal);
      const viewer = refusal.status < 500 ? await findViewer(request) : undefined;
      return pages.send(reply, h(ErrorPage, { site: pages.site, viewer, refusal, requestId: request.id }));
    },
  });
  app.register(fastifyStatic, {
    root: foundations.assetsDir,
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    cacheControl: true,
    preCompressed: true,
  });
  app.allowedMethods.add({ path: '/assets/*', allow: 'GET, HEAD' });
  serveClient(app, foundations.assetsDir);
  // What is streamed would keep the server from closing; what is still asked may yet leave a trail.
  app.addHook('preClose', async () => services.trails.dismissListeners());
  app.addHook('onClose', async () => {
    await services.trails.stop();
    await services.statistics.stop();
    metrics.stop();
  });
  if (config.mode === 'development') {
    app.addHook('onSend', (request, reply, payload) => {
      noteForm(services, request, reply);
      return addPanel(services, reply, payload);
    });
  }
  mountRoutes(app, allRoutes(services, foundations.version), {
    identify: identifyNow,
    impersonation: services.impersonations.find,
    keyOf: services.keys.find,
    ownerOf: (who) => ('account' in who ? who.account.id : accountOfAdministrator(who)),
    authorize: createAuthorize(services),
    async refuseStranger(request, reply, kind) {
      if (kind !== 'page' || isSubmission(request)) throw await refusalOfStranger(services, request);
      if (config.mode === 'development') await noteSignedOut(services, request, reply);
      return reply.redirect(`/login?next=${encodeURIComponent(hereOf(request))}`, 303);
    },
  });
  return { app, services };
}

/** A person on a page is asked for the proof instead of being told that it is missing, and led back. */
function leadToProof(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(`/account/prove?next=${encodeURIComponent(hereOf(request))}`, 303);
}

/** Where to lead back. From a form that sent nothing, that is its section of the account page. */
function hereOf({ method, url, routeOptions }: FastifyRequest): string {
  // What an administrator does is asked for on the page of the same address.
  if (method === 'GET' || url.startsWith('/admin')) return routeOptions.config.leadsBack ?? url;
  const section = /^\/account\/(?:security\/)?([a-z-]+)/.exec(url)?.[1];
  return section === undefined ? '/account' : `/account#${section}`;
}

/** In production a proxy may ask by any name; in development what is open must not be so to a rebound one. */
function knownHosts({ mode, host, publicUrl }: Config): (header: string | undefined) => boolean {
  return mode === 'production' ? () => true : hostCheck([host, new URL(publicUrl).hostname]);
}
