import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { ProviderSettings } from '../../src/config/index.ts';

/** Who signs in at the provider, and what it says of them. */
export interface Person {
  readonly sub: unknown;
  readonly email?: unknown;
  readonly email_verified?: unknown;
  readonly [claim: string]: unknown;
}

/** What the provider does other than an honest one. */
export interface Script {
  /** Changes the claims of the ID token. */
  claims?(claims: JWTPayload): Record<string, unknown>;
  /** Changes the header of the ID token. */
  readonly alg?: string;
  /** Signs by a key that it doesn't publish. */
  readonly ownKey?: true;
  /** Signs nothing, with `alg` "none". */
  readonly unsigned?: true;
  /** Changes what comes back with the person. */
  back?(parameters: URLSearchParams): void;
  /** The answer of the token endpoint instead of tokens. */
  readonly token?: { readonly status: number; readonly body: unknown };
  /** The claims of the userinfo endpoint. */
  readonly userinfo?: Record<string, unknown>;
  /** Leaves the address out of the ID token. */
  readonly emailInUserinfo?: true;
  /** What its discovery document says else. */
  readonly metadata?: Record<string, unknown>;
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
  stop(): Promise<void>;
}

const clientId = 'latchkey-at-the-provider';
const clientSecret = 'the-secret-of-latchkey-there';

export async function startIdentityProvider(): Promise<TestProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const foreign = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<
    string,
    { nonce: string | null; challenge: string | null; maxAge: string | null; person: Person }
  >();
  const tokens = new Map<string, Person>();
  let made = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', issuer);
    provider.asked.push(`${request.method} ${pathname}`);
    const say = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/.well-known/openid-configuration')
      return void say({ ...metadata(), ...provider.script.metadata });
    if (pathname === '/jwks') return void say({ keys: [jwk] });
    const bearer = request.headers.authorization?.slice('Bearer '.length) ?? '';
    if (pathname === '/userinfo') return void say({ ...tokens.get(bearer), ...provider.script.userinfo });
    const plain = plainAnswer(pathname, tokens.get(bearer));
    if (plain !== undefined) return void say(plain);
    if (!/token$/.test(pathname)) return void say({}, 404);
    const sent = new URLSearchParams(await bodyOf(request));
    if (provider.script.token) return void say(provider.script.token.body, provider.script.token.status);
    if (sent.get('client_secret') !== clientSecret) return void say({ error: 'invalid_client' }, 401);
    const code = codes.get(sent.get('code') ?? '');
    codes.delete(sent.get('code') ?? '');
    const challenge = await challengeOf(sent.get('code_verifier') ?? '');
    if (!code || code.challenge !== challenge) return void say({ error: 'invalid_grant' }, 400);
    made += 1;
    const accessToken = `token-${made}`;
    tokens.set(accessToken, code.person);
    say({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 60,
      ...(!pathname.includes('oauth') && { id_token: await idToken(code) }),
    });
  }

  const metadata = () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  });

  async function idToken({
    nonce,
    maxAge,
    person,
  }: {
    nonce: string | null;
    maxAge: string | null;
    person: Person;
  }) {
    const now = Math.floor(Date.now() / 1000);
    const { email: _email, email_verified: _verified, ...withoutEmail } = person;
    const honest = {
      iss: issuer,
      aud: clientId,
      iat: now,
      exp: now + 60,
      ...(nonce !== null && { nonce }),
      ...(maxAge !== null && { auth_time: now }),
      ...(provider.script.emailInUserinfo ? withoutEmail : person),
    };
    const { claims, alg = 'RS256', ownKey, unsigned } = provider.script;
    const said = claims?.(honest as JWTPayload) ?? honest;
    if (unsigned)
      return (
        [{ alg: 'none' }, said]
          .map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'))
          .join('.') + '.'
      );
    if (alg === 'HS256') {
      return new SignJWT(said as JWTPayload)
        .setProtectedHeader({ alg, kid: 'one' })
        .sign(new TextEncoder().encode(clientSecret.padEnd(32, '.')));
    }
    return new SignJWT(said as JWTPayload)
      .setProtectedHeader({ alg, kid: 'one' })
      .sign(ownKey ? foreign.privateKey : privateKey);
  }

  const provider: TestProvider = {
    issuer,
    asked: [],
    person: { sub: 'somebody' },
    script: {},
    settings: (more = {}) => ({
      id: 'x',
      kind: 'oidc',
      issuer,
      clientId,
      clientSecret,
      apple: null,
      label: 'Provider X',
      newAccounts: true,
      trustsEmail: false,
      secondFactor: 'ours',
      ...more,
    }),
    visit(address) {
      const asked = new URL(address).searchParams;
      made += 1;
      const code = `code-${made}`;
      codes.set(code, {
        nonce: asked.get('nonce'),
        challenge: asked.get('code_challenge'),
        maxAge: asked.get('max_age'),
        person: provider.person,
      });
      const back = new URL(asked.get('redirect_uri') ?? '');
      const parameters = new URLSearchParams({ code, state: asked.get('state') ?? '', iss: issuer });
      provider.script.back?.(parameters);
      back.search = parameters.toString();
      return back;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return provider;
}

/** As the APIs of GitHub (under the address of GitHub Enterprise) and Discord answer. */
function plainAnswer(path: string, person: Person | undefined): unknown {
  if (path === '/api/v3/user') return { id: person?.sub, login: person?.preferred_username };
  if (path === '/api/v3/user/emails') {
    return [
      { email: 'old@example.com', verified: true, primary: false },
      { email: person?.email, verified: person?.email_verified, primary: true },
    ];
  }
  if (path === '/api/users/@me') {
    return {
      id: person?.sub,
      username: person?.preferred_username,
      email: person?.email,
      verified: person?.email_verified,
    };
  }
  return undefined;
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
