import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Latchkey, startForClients } from '../support/real-clients.ts';
import { installed } from './installed.ts';

type Handler = (request: never, response: never, next: () => void) => void;

interface ExpressApp {
  use(handler: Handler): void;
  all(path: string, ...handlers: Handler[]): void;
  listen(port: number, host: string, ready: () => void): Server;
}

interface AuthInfo {
  readonly token: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number | undefined;
  readonly resource: URL;
  readonly extra: { readonly sub: string | undefined };
}

interface Transport {
  finishAuth(code: string): Promise<void>;
  handleRequest(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void>;
}

interface ToolResult {
  readonly content: readonly { readonly type: 'text'; readonly text: string }[];
}

/** What is used of the SDK. */
interface Sdk {
  createMcpExpressApp(): ExpressApp;
  mcpAuthMetadataRouter(options: object): Handler;
  getOAuthProtectedResourceMetadataUrl(resource: URL): string;
  requireBearerAuth(options: object): Handler;
  McpServer: new (
    info: object,
  ) => {
    registerTool(
      name: string,
      info: object,
      handle: (extra: { authInfo: AuthInfo }) => Promise<ToolResult>,
    ): void;
    connect(transport: Transport): Promise<void>;
  };
  StreamableHTTPServerTransport: new (options: object) => Transport;
  Client: new (
    info: object,
  ) => {
    connect(transport: Transport): Promise<void>;
    callTool(call: object): Promise<ToolResult>;
    close(): Promise<void>;
  };
  StreamableHTTPClientTransport: new (url: URL, options: object) => Transport;
  UnauthorizedError: new () => Error;
  InvalidTokenError: new (message: string) => Error;
}

const parts = [
  ...['client/index', 'client/streamableHttp', 'client/auth', 'server/mcp', 'server/streamableHttp'],
  ...['server/express', 'server/auth/router', 'server/auth/middleware/bearerAuth', 'server/auth/errors'],
];

let sdk: Sdk;
let latchkey: Latchkey;
beforeAll(async () => {
  const modules = await Promise.all(
    parts.map((part) => installed<Partial<Sdk>>(`@modelcontextprotocol/sdk/${part}.js`)),
  );
  sdk = Object.assign({}, ...modules) as Sdk;
  latchkey = await startForClients();
});
afterAll(() => latchkey?.stop());

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server of tools that takes tokens of Latchkey for itself alone, and what it was asked for, in order. */
async function startTools(): Promise<{ url: URL; asked: string[] }> {
  const asked: string[] = [];
  const app = sdk.createMcpExpressApp();
  const listening = Promise.withResolvers<void>();
  const server = app.listen(0, '127.0.0.1', () => listening.resolve());
  servers.push(server);
  await listening.promise;
  const url = new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}/mcp`);
  const metadata = await fetch(new URL('/.well-known/oauth-authorization-server', latchkey.url));
  const oauthMetadata = (await metadata.json()) as { issuer: string; jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(oauthMetadata.jwks_uri));
  const verifier = {
    async verifyAccessToken(token: string): Promise<AuthInfo> {
      const { issuer } = oauthMetadata;
      const expected = { issuer, audience: url.href, typ: 'at+jwt', algorithms: ['ES256'] };
      const { payload } = await jwtVerify(token, keys, expected).catch((error: Error) => {
        throw new sdk.InvalidTokenError(error.message);
      });
      const { client_id: clientId, scope, exp, sub } = payload;
      const scopes = String(scope).split(' ');
      return { token, clientId: String(clientId), scopes, expiresAt: exp, resource: url, extra: { sub } };
    },
  };
  app.use((request: IncomingMessage, _response: never, next) => {
    asked.push(`${request.method} ${request.url}${request.headers.authorization ? ' with a token' : ''}`);
    next();
  });
  app.use(
    sdk.mcpAuthMetadataRouter({ oauthMetadata, resourceServerUrl: url, scopesSupported: ['tools:read'] }),
  );
  app.all(
    '/mcp',
    sdk.requireBearerAuth({
      verifier,
      requiredScopes: ['tools:read'],
      resourceMetadataUrl: sdk.getOAuthProtectedResourceMetadataUrl(url),
      expectedResource: url,
    }),
    async (request: IncomingMessage & { body: unknown }, response: ServerResponse) => {
      const tools = new sdk.McpServer({ name: 'tools', version: '1.0.0' });
      tools.registerTool('whoami', { description: 'Who is asking.' }, async ({ authInfo }) => ({
        content: [{ type: 'text', text: JSON.stringify([authInfo.extra.sub, authInfo.scopes]) }],
      }));
      const transport = new sdk.StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
      await tools.connect(transport);
      await transport.handleRequest(request, response, request.body);
    },
  );
  return { url, asked };
}

const redirect = 'http://127.0.0.1:33418/callback';

/** How a client comes to be known here: what it keeps of itself before it first asks. */
interface Introduction {
  readonly known?: { readonly client_id: string };
  /** Where its document is, if that is its name. */
  readonly clientMetadataUrl?: string;
}

/** What a program keeps between the steps, in the words of the SDK. */
function keeper({ known, clientMetadataUrl }: Introduction) {
  const kept: { tokens?: object; verifier?: string; at?: URL; client?: object } = {
    ...(known && { client: known }),
  };
  return {
    kept,
    ...(clientMetadataUrl !== undefined && { clientMetadataUrl }),
    redirectUrl: redirect,
    clientMetadata: {
      client_name: 'A program',
      redirect_uris: [redirect],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    },
    state: () => 'state-of-the-program',
    clientInformation: () => kept.client,
    saveClientInformation: (client: object) => void Object.assign(kept, { client }),
    tokens: () => kept.tokens,
    saveTokens: (tokens: object) => void Object.assign(kept, { tokens }),
    redirectToAuthorization: (at: URL) => void Object.assign(kept, { at }),
    saveCodeVerifier: (verifier: string) => void Object.assign(kept, { verifier }),
    codeVerifier: () => kept.verifier,
  };
}

const introductions: [string, () => Promise<Introduction>][] = [
  [
    'added beforehand as a native app',
    async () => {
      const { app } = await latchkey.addApp({ kind: 'native', redirects: ['http://127.0.0.1/callback'] });
      return { known: { client_id: app.id } };
    },
  ],
];

describe.each(introductions)('a MCP client that is %s', (_, introduce) => {
  test('finds from a 401 where to ask, and calls a tool as the person who allowed it', async () => {
    const { url, asked } = await startTools();
    await latchkey.addResource({ url: url.href, name: 'Tools', scopes: { 'tools:read': 'Read your files' } });
    const person = await latchkey.person();
    const authProvider = keeper(await introduce());
    const { kept } = authProvider;
    const open = () => new sdk.StreamableHTTPClientTransport(url, { authProvider });

    const first = open();
    const client = new sdk.Client({ name: 'program', version: '1.0.0' });
    await expect(client.connect(first)).rejects.toBeInstanceOf(sdk.UnauthorizedError);
    expect(asked, 'RFC 9728').toEqual(['POST /mcp', 'GET /.well-known/oauth-protected-resource/mcp']);
    const { searchParams, origin, pathname } = kept.at ?? new URL('about:blank');
    expect(`${origin}${pathname}`, 'RFC 8414').toBe(`${latchkey.url}/oauth/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      resource: url.href,
      code_challenge_method: 'S256',
      scope: expect.stringContaining('tools:read'),
    });

    const { left, met } = await person.leave(kept.at?.href ?? '');
    expect(met).toEqual(['/oauth/ask']);
    expect(left.searchParams.get('state')).toBe('state-of-the-program');
    expect(left.searchParams.get('iss'), 'RFC 9207').toBe(latchkey.url);
    await first.finishAuth(left.searchParams.get('code') ?? '');

    await client.connect(open());
    const { content } = await client.callTool({ name: 'whoami', arguments: {} });
    expect(JSON.parse(content[0]?.text ?? '')).toEqual([person.id, ['tools:read']]);
    expect(asked.at(-1)).toBe('POST /mcp with a token');

    // A token that is over is replaced without the person.
    kept.tokens = { ...kept.tokens, access_token: 'expired' };
    const later = await client.callTool({ name: 'whoami', arguments: {} });
    expect(later.content).toEqual(content);
    await client.close();
  });

  test('is refused by a server of tools that its token is not for', async () => {
    const [own, other] = [await startTools(), await startTools()];
    for (const { url } of [own, other])
      await latchkey.addResource({ url: url.href, scopes: { 'tools:read': 'Read your files' } });
    const person = await latchkey.person();
    const authProvider = keeper(await introduce());
    const connect = async (url: URL) => {
      const transport = new sdk.StreamableHTTPClientTransport(url, { authProvider });
      const client = new sdk.Client({ name: 'program', version: '1.0.0' });
      return { transport, connected: client.connect(transport) };
    };
    const { transport, connected } = await connect(own.url);
    await expect(connected).rejects.toBeInstanceOf(sdk.UnauthorizedError);
    const { left } = await person.leave(authProvider.kept.at?.href ?? '');
    await transport.finishAuth(left.searchParams.get('code') ?? '');
    const { access_token: token } = authProvider.kept.tokens as { access_token: string };
    const call = (url: URL) =>
      fetch(url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      });
    expect((await call(own.url)).status).toBe(200);
    const refused = await call(other.url);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ]);
  });
});
