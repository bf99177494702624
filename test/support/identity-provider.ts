import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { ProviderSettings } from '../../src/config/index.ts';
import { once } from '../../src/kit/once.ts';
import type { Outbound } from '../../src/kit/outbound/index.ts';

/** Who signs in at the provider, and what it says of them. */
export interface Person {
  readonly sub?: unknown;
  readonly email?: unknown;
  readonly email_verified?: unknown;
  readonly [claim: string]: unknown;
}

/** What the provider does other than an honest one. */
export interface Script {
  /** Changes the claims of the ID token. */
  claims?(claims: JWTPayload): Record<string, unknown>;
  /** Signs by the client secret instead. */
  readonly alg?: 'HS256';
  /** Signs by a key that it doesn't publish. */
  readonly ownKey?: true;
  /** Signs nothing, with `alg` "none". */
  readonly unsigned?: true;
  /** Members of the document about itself. */
  readonly metadata?: Record<string, unknown>;
  /** Members of each key that it publishes, in the place of those of one; and by which of them it signs. */
  readonly keys?: readonly Record<string, unknown>[];
  readonly kid?: string;
  /** Whether it takes the client by this secret. */
  takes?(secret: string): Promise<boolean>;
  /** Refuses to lead back to the address that it is asked to. */
  readonly unregistered?: true;
  /** The addresses that GitHub knows, in the place of an old one and the person's. */
  readonly emails?: unknown;
  /** Changes what comes back with the person. */
  back?(parameters: URLSearchParams): void;
  /** The answer of the token endpoint instead of tokens. */
  readonly token?: { readonly status: number; readonly body: unknown };
  /** Leaves the address out of the ID token, as GitLab does. */
  readonly emailInUserinfo?: true;
  /** Claims of the userinfo endpoint in the place of the person's. */
  readonly userinfo?: Record<string, unknown>;
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly bearer: string;
  readonly body: string;
}

interface Said {
  readonly status: number;
  readonly body: unknown;
}

/** A provider whose people and lies a test decides. */
export interface TestProvider {
  readonly issuer: string;
  /** The requests that it got, as `METHOD path`. */
  readonly asked: string[];
  person: Person;
  script: Script;
  /** What `login.with` says of it. */
  settings(more?: Partial<ProviderSettings>): ProviderSettings;
  /** Has the person sign in there who was sent to this address; answers where they come back to. */
  visit(address: string): URL;
  answer(asked: Asked): Promise<Said>;
  /** Asks it without a network. */
  readonly outbound: Outbound;
}

/** A code that it gave out, and for what. */
interface Code {
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly maxAge: string | null;
  readonly person: Person;
}

const clientId = 'latchkey-at-the-provider';
const clientSecret = 'the-secret-of-latchkey-there';

/** One of each for all providers of a process: to make a pair takes as long as many a test. */
const makeKeys = once(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return { privateKey, foreign: await generateKeyPair('RS256'), published: await exportJWK(publicKey) };
});

export async function createIdentityProvider(issuer = 'https://id.example.com'): Promise<TestProvider> {
  const { privateKey, foreign, published } = await makeKeys();
  const jwk = { ...published, kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Code>();
  const tokens = new Map<string, Person>();
  const base = new URL(issuer).pathname.replace(/\/$/, '');
  let made = 0;

  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };

  async function tokensFor(sent: URLSearchParams, isOidc: boolean): Promise<Said> {
    if (provider.script.token) return provider.script.token;
    const secret = sent.get('client_secret') ?? '';
    if (!((await provider.script.takes?.(secret)) ?? secret === clientSecret))
      return { status: 401, body: { error: 'invalid_client' } };
    const code = codes.get(sent.get('code') ?? '');
    codes.delete(sent.get('code') ?? '');
    const challenge = await challengeOf(sent.get('code_verifier') ?? '');
    if (!code || code.challenge !== challenge) return { status: 400, body: { error: 'invalid_grant' } };
    made += 1;
    const accessToken = `token-${made}`;
    tokens.set(accessToken, code.person);
    const given = { access_token: accessToken, token_type: 'Bearer', expires_in: 60 };
    return { status: 200, body: { ...given, ...(isOidc && { id_token: await idToken(code) }) } };
  }

  async function idToken({ nonce, maxAge, person }: Code): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const { email: _email, email_verified: _verified, ...withoutEmail } = person;
    const { claims, alg = 'RS256', kid = 'one', ownKey, unsigned, emailInUserinfo } = provider.script;
    const honest = {
      ...{ iss: issuer, aud: clientId, iat: now, exp: now + 60 },
      ...(nonce !== null && { nonce }),
      ...(maxAge !== null && { auth_time: now }),
      ...(emailInUserinfo ? withoutEmail : person),
    } as JWTPayload;
    const said = claims?.(honest) ?? honest;
    const parts = [{ alg: 'none' }, said].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    if (unsigned) return `${parts.join('.')}.`;
    const token = new SignJWT(said as JWTPayload).setProtectedHeader({ alg, kid });
    if (alg === 'HS256') return token.sign(new TextEncoder().encode(clientSecret.padEnd(32, '.')));
    return token.sign(ownKey ? foreign.privateKey : privateKey);
  }

  const provider: TestProvider = {
    issuer,
    asked: [],
    person: { sub: 'somebody' },
    script: {},
    settings: (more = {}) => ({
      ...{ id: 'x', kind: 'oidc', issuer, clientId, clientSecret, apple: null, label: 'Provider X' },
      ...{ newAccounts: true, trustsEmail: false, secondFactor: 'ours' },
      ...more,
    }),
    visit(address) {
      const asked = new URL(address).searchParams;
      made += 1;
      codes.set(`code-${made}`, {
        nonce: asked.get('nonce'),
        challenge: asked.get('code_challenge'),
        maxAge: asked.get('max_age'),
        person: provider.person,
      });
      const back = new URL(asked.get('redirect_uri') ?? '');
      const parameters = new URLSearchParams({
        code: `code-${made}`,
        state: asked.get('state') ?? '',
        iss: issuer,
      });
      provider.script.back?.(parameters);
      back.search = parameters.toString();
      return back;
    },
    async answer({ method, url: { pathname }, bearer, body }) {
      provider.asked.push(`${method} ${pathname}`);
      const { metadata: more, keys = [{}], userinfo, emails } = provider.script;
      const path = pathname.slice(base.length);
      if (path === '/.well-known/openid-configuration')
        return { status: 200, body: { ...metadata, ...more } };
      if (path === '/jwks') return { status: 200, body: { keys: keys.map((key) => ({ ...jwk, ...key })) } };
      const person = tokens.get(bearer);
      if (path === '/userinfo') return { status: 200, body: { ...person, ...userinfo } };
      const plain = plainAnswer(path, person, emails);
      if (plain !== undefined) return { status: 200, body: plain };
      if (path === '/token') return tokensFor(new URLSearchParams(body), true);
      if (/token$/.test(path)) return tokensFor(new URLSearchParams(body), false);
      return { status: 404, body: {} };
    },
    async outbound({ url, method, headers = {}, body = '' }) {
      const bearer = bearerIn(headers.authorization);
      const said = await provider.answer({ method, url: new URL(url), bearer, body });
      const type = { 'content-type': 'application/json' };
      return { ok: true, status: said.status, headers: type, body: Buffer.from(JSON.stringify(said.body)) };
    },
  };
  return provider;
}

/** The same as a server on this machine, for tests of what goes over the network. */
export async function startIdentityProvider(): Promise<TestProvider & { stop(): Promise<void> }> {
  let provider: TestProvider | undefined;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const bearer = bearerIn(request.headers.authorization);
    const asked = { method: request.method ?? '', url, bearer, body: await bodyOf(request) };
    if (url.pathname === '/authorize' && provider?.script.unregistered) {
      response.writeHead(400).end();
      return;
    }
    if (url.pathname === '/authorize') {
      response.writeHead(302, { location: provider?.visit(url.href).href }).end();
      return;
    }
    const said = await provider?.answer(asked);
    response.writeHead(said?.status ?? 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify(said?.body));
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  provider = await createIdentityProvider(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return Object.assign(provider, {
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

const bearerIn = (header = ''): string => header.slice('Bearer '.length);

/** As the APIs of GitHub (also under the address of GitHub Enterprise) and Discord answer. */
function plainAnswer(path: string, person: Person = {}, emails?: unknown): unknown {
  const { sub: id, email, email_verified: verified, preferred_username: name } = person;
  if (/^(\/api\/v3)?\/user$/.test(path)) return { id, login: name };
  if (/^(\/api\/v3)?\/user\/emails$/.test(path)) {
    const old = { email: 'old@example.com', verified: true, primary: false };
    return emails ?? [old, { email, verified, primary: true }];
  }
  return path === '/api/users/@me' ? { id, username: name, email, verified } : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += piece;
  return body;
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return Buffer.from(digest).toString('base64url');
}
