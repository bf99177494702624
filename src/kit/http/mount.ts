import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  preParsingHookHandler,
  RouteOptions,
} from 'fastify';
import type { TSchema } from 'typebox';
import { Problem, type ProblemDefinition, problem } from '../problem.ts';
import type { Say } from '../words/index.ts';
import { formType, jsonType, unsupported } from './body.ts';
import { listsOf } from './form/form.ts';
import { bindToOwner } from './form/form-owner.ts';
import { impersonationRefused, unsupportedMediaType } from './problems.ts';
import {
  type Administrator,
  type ByKey,
  type Caller,
  type Impersonating,
  isPermissionName,
  type KeyScopeName,
  type PermissionName,
  type Route,
  type RouteKind,
  type SignedIn,
} from './route.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    kind?: RouteKind;
    kindOfUnfit?: Route['kindOfUnfit'];
    /** Whether it is for other software, for which neither cookies nor the rules about origins hold. */
    forApps?: boolean;
    tooLarge?: ProblemDefinition | undefined;
    keeps?: Readonly<Record<string, Say | null>> | undefined;
    leadsBack?: string | undefined;
    /** The request of the API that does what the form of this route does, such as `PUT /api/me/data`. */
    operation?: string | undefined;
  }
}

export interface MountOptions {
  /** Who sent the request, by its cookie or bearer token; null when nobody is signed in. */
  identify(request: FastifyRequest, reply: FastifyReply): Promise<Caller | null>;
  /**
   * The administrator who looks at somebody's account with this request; the refusal that says it where that has ended.
   * Null at once where no cookie says so.
   */
  impersonation(request: FastifyRequest): Promise<Impersonating | Problem> | null;
  /**
   * Whose access key comes along, for a route that takes keys of this scope, or none. Throws a Problem unless it's enough. Null at
   * once where no key does.
   */
  keyOf(request: FastifyRequest, scope: KeyScopeName | undefined): Promise<ByKey> | null;
  /** The ID of the caller's account; empty for a program's token, which sends no forms. */
  ownerOf(caller: SignedIn | ByKey | Administrator): string;
  /**
   * Who sent a request to a route that names a permission. Throws a Problem unless it may be used; undefined when the
   * request was answered with the page that must come first.
   */
  authorize(request: FastifyRequest, reply: FastifyReply, wanted: Wanted): Promise<Administrator | undefined>;
  /** Refuses for want of a session: a Problem for the API, a redirect for pages. */
  refuseStranger(request: FastifyRequest, reply: FastifyReply, kind: RouteKind): unknown;
}

interface Wanted {
  readonly permission: PermissionName;
  readonly kind: RouteKind;
}

const defaultBodyLimit = 16 * 1024;

/** A form says by up to twelve bytes what JSON says by four, so that it may hold what its twin may. */
const formBodyLimit = 4 * defaultBodyLimit;

/** Registers the routes, and which methods each path takes: any other is answered by 405. */
export function mountRoutes(app: FastifyInstance, routes: readonly Route[], options: MountOptions): void {
  for (const one of routes) app.route(routeOptions(one, options));
  for (const [path, here] of Map.groupBy(routes, ({ path }) => path)) answerOtherMethods(app, path, here);
}

function routeOptions(
  route: Route,
  { identify, impersonation, keyOf, authorize, ownerOf, refuseStranger }: MountOptions,
): RouteOptions {
  const bodyTypes = new Set(route.bodyTypes ?? [route.kind === 'page' ? formType : jsonType]);
  const { access, kind } = route;
  const call = (
    request: FastifyRequest,
    reply: FastifyReply,
    caller: SignedIn | ByKey | Administrator | null,
  ) =>
    route.handle({
      caller,
      body: request.body,
      query: request.query,
      params: request.params,
      form: undefined,
      extra: {},
      request,
      reply,
    });
  return {
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit ?? (kind === 'page' ? formBodyLimit : defaultBodyLimit),
    config: {
      kind,
      ...kindOfUnfit([route]),
      forApps: access === 'app',
      rawBody: route.rawBody ?? false,
      takesBody: kind === 'api' && route.body !== undefined,
      mayLackBody: route.mayLackBody ?? false,
      bodyTypes: [...bodyTypes],
      lists: route.form ? listsOf(route.form) : undefined,
      tooLarge: route.tooLarge,
      keeps: route.keeps,
      leadsBack: route.leadsBack,
      operation: route.form && 'twin' in route.form ? route.form.twin : undefined,
    },
    schema: {
      ...(route.body && !route.rawBody && { body: route.body }),
      ...(route.query && { querystring: route.query }),
      ...(route.params && { params: route.params }),
      response: answerSchemas(route),
    },
    ...(route.method !== 'GET' && {
      onRequest: (request, _reply, done) =>
        done(refuseCoding(request) ?? refuseOtherTypes(request, bodyTypes)),
      preParsing: noBodyOfNothing,
    }),
    handler: async (request, reply) => {
      const looking = access === 'app' ? null : impersonation(request);
      const impersonating = looking && requireImpersonated(route, await looking);
      const isNobody = access === 'anyone' || access === 'app';
      const byKey = isNobody ? null : await keyOf(request, route.keys);
      if (byKey) {
        bindToOwner(request, route, ownerOf(byKey));
        return call(request, reply, byKey);
      }
      if (isPermissionName(access)) {
        const administrator = await authorize(request, reply, { permission: access, kind });
        if (!administrator) return reply;
        bindToOwner(request, route, ownerOf(administrator));
        return call(request, reply, administrator);
      }
      const caller = isNobody ? null : (impersonating ?? (await identify(request, reply)));
      if (caller === null && access === 'signed-in') return refuseStranger(request, reply, kind);
      bindToOwner(request, route, caller ? ownerOf(caller) : ((await route.formOwner?.(request)) ?? ''));
      return call(request, reply, caller);
    },
  };
}

/**
 * Refuses whoever looks at somebody else's account, unless the route says that it serves them: the one place that does so.
 * Where that has ended they hear it once, so that nobody takes their own account for that of somebody else.
 */
function requireImpersonated(
  { access, impersonated }: Route,
  found: Impersonating | Problem,
): Impersonating | null {
  if (found instanceof Problem) {
    if (access === 'anyone') return null;
    throw found;
  }
  if (!impersonated) throw problem(impersonationRefused);
  return found;
}

/** Nothing is unpacked here: a few bytes could become gigabytes. RFC 9110 section 12.5.3 has the answer say so. */
function refuseCoding({ headers }: FastifyRequest): Problem | undefined {
  const codings = headers['content-encoding']?.split(',').map((coding) => coding.trim().toLowerCase()) ?? [];
  const foreign = codings.find((coding) => coding !== '' && coding !== 'identity');
  if (foreign === undefined) return undefined;
  return problem(unsupportedMediaType, ({ http }) => http.compressed, {
    headers: { 'accept-encoding': 'identity' },
    cause: 'compressed',
  });
}

/**
 * Of a request that names neither a length nor chunks Node says at once that its body has ended. A type that it names all the same
 * would have the framework wait for that end for ever.
 */
const noBodyOfNothing: preParsingHookHandler = ({ raw, headers }, _reply, payload, done) => {
  if (raw.readableEnded) delete headers['content-type'];
  done(null, payload);
};

function refuseOtherTypes(request: FastifyRequest, taken: ReadonlySet<string>): Problem | undefined {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  // An empty one says nothing, and the framework would take it for a broken one.
  if (type === '') delete request.headers['content-type'];
  if (!type || taken.has(type)) return undefined;
  return unsupported([...taken]);
}

function answerSchemas({ answers = {} }: Route): Record<string, TSchema> {
  const schemas: Record<string, TSchema> = {};
  for (const [status, { schema, contentType }] of Object.entries(answers)) {
    if (schema && contentType === undefined) schemas[status] = schema;
  }
  return schemas;
}

/** Notes what a path takes, for whoever asks for it by OPTIONS or by a method that none of its routes takes. */
function answerOtherMethods(app: FastifyInstance, path: string, here: readonly Route[]): void {
  const taken = new Set<string>(here.map(({ method }) => method));
  if (taken.has('GET')) taken.add('HEAD');
  const allow = [...taken, 'OPTIONS'].join(', ');
  const kind = here[0]?.kind ?? 'api';
  app.allowedMethods.add({ path, allow, kind, ...kindOfUnfit(here) });
  const preflight = here.find((one) => one.preflight)?.preflight;
  if (!preflight) return;
  app.route({
    method: 'OPTIONS',
    url: path,
    config: { kind, forApps: true },
    handler: (request, reply) => preflight(request, reply),
  });
}

function kindOfUnfit(here: readonly Route[]): Pick<Route, 'kindOfUnfit'> {
  const own = here.find((one) => one.kindOfUnfit)?.kindOfUnfit;
  return own ? { kindOfUnfit: own } : {};
}
