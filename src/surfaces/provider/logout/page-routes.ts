import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { type Caller, formType, queryOf, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import { logout } from '../../../login/index.ts';
import { clearSessionCookie, viewerOf } from '../../../people/sessions/index.ts';
import type { LoadedProvider } from '../load.ts';
import { appRequestRefused } from '../problems.ts';
import { listAppSessions } from '../records.ts';
import { paths } from '../settings.ts';
import { asGet } from '../sign-in-then.ts';
import { LogoutAskPage, LogoutDonePage } from './pages.tsx';

/** What an app asks for when it wants somebody signed out (OpenID Connect RP-Initiated Logout 1.0). */
interface Asked {
  readonly app: { readonly id: string; readonly name: string } | undefined;
  /** Where it wants them back; only an address that is registered for it. */
  readonly target: string | undefined;
  /** The session that it means, by the name that it knows it by, where a token of ours says so. */
  readonly sid: string | undefined;
}

/** `/oauth/logout`: an app signs a person out here. Nobody is signed out by a link unless the app shows that it is their session. */
export function logoutPageRoutes(services: Services, load: () => Promise<LoadedProvider>): Route[] {
  const { pages, config, db } = services;
  const { site } = pages;
  const path = paths.end_session;

  async function readAsked(fields: URLSearchParams): Promise<Asked> {
    const { provider } = await load();
    const hint = fields.get('id_token_hint') ?? undefined;
    const claims = hint === undefined ? undefined : payloadOf(hint);
    const named = fields.get('client_id') ?? undefined;
    const id = named ?? audienceIn(claims);
    const client = id === undefined ? undefined : await findClient(provider, id);
    const target = fields.get('post_logout_redirect_uri') ?? undefined;
    if (target !== undefined && !(client && isRegistered(client, target))) {
      throw problem(appRequestRefused, ({ apps }) => apps.refused('redirect', client?.clientName));
    }
    const isOurs = client && hint !== undefined && (await isValid(provider, hint, client));
    // Whose it would be, only a token of ours says: by a forged one nobody is led to an app (section 2).
    const known = named !== undefined || isOurs ? client : undefined;
    const state = fields.get('state');
    return {
      app: known && { id: known.clientId, name: known.clientName ?? known.clientId },
      target: target === undefined || !known ? undefined : withState(target, state),
      sid: isOurs && typeof claims?.sid === 'string' ? claims.sid : undefined,
    };
  }

  async function end(
    caller: Caller | null,
    target: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    if (caller) {
      await logout(services, caller, request);
      clearSessionCookie(reply, config);
    }
    return pages.leaveTo(reply, target ?? `${path}/done`);
  }

  return [
    route({
      method: 'GET',
      path,
      kind: 'page',
      access: 'visitor',
      async handle({ caller, request, reply }) {
        const query = queryOf(request);
        const asked = await readAsked(query);
        if (!caller || (await isOf(caller, asked))) return end(caller, asked.target, request, reply);
        return pages.send(
          reply,
          h(LogoutAskPage, { site, viewer: viewerOf(caller), app: asked.app?.name, asked: query.toString() }),
        );
      },
    }),
    // As the standard has it. Across sites no cookie comes along, so the browser sends it anew.
    route({
      method: 'POST',
      path,
      kind: 'api',
      access: 'app',
      bodyTypes: [formType],
      rawBody: true,
      handle: ({ body, reply }) => reply.redirect(asGet(path, body), 303),
    }),
    route({
      method: 'POST',
      path: `${path}/confirm`,
      kind: 'page',
      access: 'visitor',
      noTwin: 'the API signs out by POST /api/logout; this one leads back to an app as well',
      extra: ['asked'],
      async handle({ caller, extra, request, reply }) {
        const { target } = await readAsked(new URLSearchParams(extra.asked));
        return end(caller, target, request, reply);
      },
    }),
    route({
      method: 'GET',
      path: `${path}/done`,
      kind: 'page',
      access: 'visitor',
      handle: ({ caller, reply }) => pages.send(reply, h(LogoutDonePage, { site, viewer: viewerOf(caller) })),
    }),
  ];

  /** Whether the app means this very session: it can have signed in by it only if it was told its `sid`. */
  async function isOf({ via: { session } }: Caller, { app, sid }: Asked): Promise<boolean> {
    if (!app || sid === undefined) return false;
    const known = await listAppSessions(db, session.id);
    return known.some((one) => one.app_id === app.id && one.sid === sid);
  }
}

type Client = NonNullable<Awaited<ReturnType<LoadedProvider['provider']['Client']['find']>>>;

const isRegistered = (client: Client, target: string): boolean =>
  (
    client as unknown as { postLogoutRedirectUriAllowed(target: string): boolean }
  ).postLogoutRedirectUriAllowed(target);

/** Undefined as well for an app whose registration the library no longer takes. */
function findClient({ Client }: LoadedProvider['provider'], id: string): Promise<Client | undefined> {
  return Client.find(id).catch((error: unknown) => {
    if (error instanceof Error && 'expose' in error) return undefined;
    throw error;
  });
}

/** A token of ours for this app, whether it has run out or not. */
async function isValid(provider: LoadedProvider['provider'], hint: string, client: Client): Promise<boolean> {
  const { IdToken } = provider as unknown as {
    IdToken: { validate(hint: string, client: Client): Promise<unknown> };
  };
  return IdToken.validate(hint, client).then(
    () => true,
    () => false,
  );
}

function payloadOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    const payload: unknown = JSON.parse(text);
    return typeof payload === 'object' && payload !== null ? { ...payload } : undefined;
  } catch {
    return undefined;
  }
}

const audienceIn = (claims: Readonly<Record<string, unknown>> | undefined): string | undefined =>
  typeof claims?.aud === 'string' ? claims.aud : undefined;

function withState(target: string, state: string | null): string {
  if (state === null) return target;
  const url = new URL(target);
  url.searchParams.set('state', state);
  return url.href;
}
