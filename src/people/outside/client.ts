import type { Configuration } from 'openid-client';
import { minutes, seconds } from '../../kit/duration.ts';
import type { Outbound } from '../../kit/outbound/index.ts';
import { appleSecret } from './apple.ts';
import { faultOf, Malformed, Unreachable } from './faults.ts';
import { plainMetadata } from './plain-oauth.ts';
import { issuerOf, kindOf, type Provider } from './providers.ts';

/** How long what a provider says of itself is used, and from when it is asked again beside a request. */
const lifetime = { fresh: minutes(50), most: minutes(60) };

const within = seconds(5);
const mostBytes = 262_144;

interface Known {
  readonly configuration: Promise<Configuration>;
  readonly at: number;
}

/** How this server talks to each of its providers: what they say of themselves is asked for once an hour. */
export interface OutsideClients {
  /** Throws `Unreachable`, or what openid-client throws of a document that is wrong. */
  of(provider: Provider): Promise<Configuration>;
}

export function createOutsideClients({
  outbound,
  clock,
}: {
  outbound: Outbound;
  clock(): number;
}): OutsideClients {
  const known = new Map<string, Known>();

  function ask(provider: Provider): Promise<Configuration> {
    const asked = { configuration: open(provider, outbound), at: clock() };
    const before = known.get(provider.id);
    known.set(provider.id, asked);
    asked.configuration.catch(() => {
      // What was known before goes on until it's too old; what failed is asked for again by the next request.
      if (known.get(provider.id) !== asked) return;
      if (before) known.set(provider.id, before);
      else known.delete(provider.id);
    });
    return asked.configuration;
  }

  return {
    async of(provider) {
      const before = known.get(provider.id);
      const age = before ? clock() - before.at : Number.POSITIVE_INFINITY;
      if (before && age < lifetime.fresh) return before.configuration;
      const asked = ask(provider);
      if (!before || age >= lifetime.most) return asked;
      return before.configuration;
    },
  };
}

async function open(provider: Provider, outbound: Outbound): Promise<Configuration> {
  const client = await import('openid-client');
  const issuer = issuerOf(provider);
  const metadata = { client_id: provider.clientId, [client.clockTolerance]: 30 };
  const secret = provider.apple
    ? await appleSecret(provider.apple, provider.clientId)
    : client.ClientSecretPost(provider.clientSecret);
  const isInsecure = issuer.startsWith('http:');
  const fetched = fetchBy(outbound, provider.issuer);
  if (kindOf(provider).isPlainOauth) {
    const configuration = new client.Configuration(
      plainMetadata(provider),
      provider.clientId,
      metadata,
      secret,
    );
    configuration[client.customFetch] = fetched;
    if (isInsecure) client.allowInsecureRequests(configuration);
    return configuration;
  }
  const discovered = client.discovery(new URL(issuer), provider.clientId, metadata, secret, {
    [client.customFetch]: fetched,
    timeout: within / 1000,
    // Signatures are checked though TLS has vouched for the answer: a proxy in between may see the inside of it.
    execute: [client.enableNonRepudiationChecks, ...(isInsecure ? [client.allowInsecureRequests] : [])],
  });
  return discovered.catch((error: unknown) => {
    // A part that is missing there is none of an ID token.
    throw faultOf(error) === 'token' ? new Malformed('response') : error;
  });
}

/** What openid-client sends goes out through the one way out, as everything does: no redirects, little time and little room. */
export function fetchBy(outbound: Outbound, named: string) {
  const privateHosts = named === '' ? [] : [new URL(named).host, new URL(named).hostname];
  return async (
    url: string,
    options: { method?: string; headers?: unknown; body?: unknown; signal?: AbortSignal },
  ) => {
    const answer = await outbound({
      url,
      method: options.method === 'POST' ? 'POST' : 'GET',
      headers: Object.fromEntries(new Headers(options.headers as HeadersInit)),
      ...(options.body != null && { body: String(options.body) }),
      privateHosts,
      most: mostBytes,
      within,
      ...(options.signal && { signal: options.signal }),
    });
    if (!answer.ok) throw new Unreachable(answer.cause, new URL(url).host);
    const { status, headers, body } = answer;
    return new Response(status === 204 ? null : new Uint8Array(body), { status, headers });
  };
}
