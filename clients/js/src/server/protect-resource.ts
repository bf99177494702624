import { type Asked, bearerOf } from './asked.ts';
import { InvalidToken, type TokenClaims, type TokenOptions, verifyToken } from './verify-token.ts';

export interface ResourceOptions extends TokenOptions {
  /** The scopes that it was registered with. Each request needs all of them unless `authorize` is told others. */
  readonly scopes?: readonly string[];
  readonly name?: string;
}

/** Whether a request may go on, or how to refuse it. */
export type Access =
  | { readonly ok: true; readonly claims: TokenClaims }
  | {
      readonly ok: false;
      readonly status: 401 | 403;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

/** The response of Node, Express or Fastify (`reply.raw`). */
export interface GuardedResponse {
  writeHead(status: number, headers: Readonly<Record<string, string>>): { end(body: string): unknown };
}

export interface ProtectedResource {
  /** Where clients look for `metadata`: serve it there to everybody. */
  readonly metadataPath: string;
  /** What the resource says of itself (RFC 9728). */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Throws where the keys of the login server couldn't be fetched, which is a 503. */
  authorize(request: Asked, scopes?: readonly string[]): Promise<Access>;
  /** Does all of it in plain Node: the claims of a token that is good, or undefined where it has answered already. */
  guard(
    request: Asked & { readonly url?: string | undefined },
    response: GuardedResponse,
  ): Promise<TokenClaims | undefined>;
}

/** The keys of the login server couldn't be fetched, which says nothing about the token. */
const unavailable = {
  ok: false,
  status: 503,
  headers: { 'content-type': 'application/json', 'retry-after': '5' },
  body: JSON.stringify({ error: 'temporarily_unavailable' }),
} as const;

/** An API that other software calls with tokens of this server, such as an MCP server. Clients find from a 401 where to ask. */
export function protectResource({ issuer, resource, scopes = [], name }: ResourceOptions): ProtectedResource {
  const { origin, pathname } = new URL(resource);
  const metadataPath = `/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
  const metadata = {
    resource,
    authorization_servers: [issuer.replace(/\/+$/, '')],
    bearer_methods_supported: ['header'],
    ...(scopes.length > 0 && { scopes_supported: scopes }),
    ...(name !== undefined && { resource_name: name }),
  };
  /** RFC 6750 section 3, with the address of RFC 9728 section 5.1. */
  const refuse = (status: 401 | 403, needed: readonly string[], error?: string, detail?: string): Access => {
    const parts = {
      ...(error !== undefined && { error, error_description: detail }),
      ...(needed.length > 0 && { scope: needed.join(' ') }),
      resource_metadata: origin + metadataPath,
    };
    const challenge = Object.entries(parts).map(([key, value]) => `${key}="${value}"`);
    const headers = {
      'www-authenticate': `Bearer ${challenge.join(', ')}`,
      'content-type': 'application/json',
    };
    const body = JSON.stringify({
      error: error ?? 'invalid_request',
      error_description: detail ?? 'Send a token.',
    });
    return { ok: false, status, headers, body };
  };

  async function authorize(request: Asked, needed: readonly string[] = scopes): Promise<Access> {
    const token = bearerOf(request);
    if (token === undefined) return refuse(401, needed);
    try {
      const claims = await verifyToken(token, { issuer, resource });
      const held = (claims.scope ?? '').split(' ');
      if (needed.every((scope) => held.includes(scope))) return { ok: true, claims };
      return refuse(403, needed, 'insufficient_scope', 'The token lacks a scope.');
    } catch (error) {
      if (error instanceof InvalidToken) return refuse(401, needed, 'invalid_token', error.message);
      throw error;
    }
  }

  return {
    metadataPath,
    metadata,
    authorize,
    async guard(request, response) {
      if (request.url?.split('?', 1)[0] === metadataPath) {
        const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
        response.writeHead(200, headers).end(JSON.stringify(metadata));
        return undefined;
      }
      const access = await authorize(request).catch(() => unavailable);
      if (access.ok) return access.claims;
      response.writeHead(access.status, access.headers).end(access.body);
      return undefined;
    },
  };
}
