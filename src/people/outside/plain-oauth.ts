import type { Configuration, ServerMetadata } from 'openid-client';
import { Malformed } from './faults.ts';
import { type Identity, readSubject, readText } from './identity.ts';
import { issuerOf, type Provider } from './providers.ts';

/**
 * GitHub and Discord know OAuth 2.0 without OpenID Connect. Who somebody is, their APIs say; the token that asks them was
 * got for this server's own client by a code, so it can't be one that another site was given.
 */
export function plainMetadata(provider: Provider): ServerMetadata {
  const issuer = issuerOf(provider);
  const [authorize, token] =
    provider.kind === 'github'
      ? ['/login/oauth/authorize', '/login/oauth/access_token']
      : ['/oauth2/authorize', '/api/oauth2/token'];
  return {
    issuer,
    authorization_endpoint: `${issuer}${authorize}`,
    token_endpoint: `${issuer}${token}`,
    code_challenge_methods_supported: ['S256'],
  };
}

/** Asks an API of the provider something, as the person. */
type Ask = (address: string) => Promise<unknown>;

/** Who somebody is by the API of a provider. Throws `Malformed` or what openid-client throws. */
export async function plainIdentity(
  provider: Provider,
  configuration: Configuration,
  accessToken: string,
): Promise<Identity> {
  const client = await import('openid-client');
  const ask: Ask = async (address) => {
    const answer = await client.fetchProtectedResource(configuration, accessToken, new URL(address), 'GET');
    if (answer.status !== 200) throw new Malformed('response');
    return answer.json().catch(() => {
      throw new Malformed('response');
    });
  };
  return provider.kind === 'github' ? gitHubIdentity(provider, ask) : discordIdentity(provider, ask);
}

async function gitHubIdentity(provider: Provider, ask: Ask): Promise<Identity> {
  const issuer = issuerOf(provider);
  // GitHub Enterprise has its API under its own host.
  const api = issuer === 'https://github.com' ? 'https://api.github.com' : `${issuer}/api/v3`;
  const user = recordOf(await ask(`${api}/user`));
  const emails = await ask(`${api}/user/emails`);
  // Only the primary one: an account may hold verified addresses that its owner doesn't use any more.
  const primary = Array.isArray(emails)
    ? emails.map(recordOf).find((one) => one.primary === true)
    : undefined;
  const email = readText(primary?.email);
  return {
    ...unsaid,
    issuer,
    subject: numberAsText(user.id),
    email,
    isEmailVerified: email !== undefined && primary?.verified === true,
    username: readText(user.login, 100),
  };
}

async function discordIdentity(provider: Provider, ask: Ask): Promise<Identity> {
  const issuer = issuerOf(provider);
  const user = recordOf(await ask(`${issuer}/api/users/@me`));
  const subject = readSubject(user.id);
  if (subject === undefined) throw new Malformed('subject');
  const email = readText(user.email);
  return {
    ...unsaid,
    issuer,
    subject,
    email,
    isEmailVerified: email !== undefined && user.verified === true,
    username: readText(user.username, 100),
  };
}

/** Neither says when somebody has signed in there, or how. */
const unsaid = { provedAt: undefined, isMultiFactor: false };

/** GitHub's ids are numbers. One beyond what a number holds exactly could be another person's. */
function numberAsText(id: unknown): string {
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) throw new Malformed('subject');
  return String(id);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed('response');
  return value as Readonly<Record<string, unknown>>;
}
