import { inTransaction } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import { CliError } from '../../kit/failure.ts';
import { isPlain } from '../../kit/plain-text.ts';
import type { Services } from '../../kit/services.ts';
import { recordCommand } from '../../people/audit/index.ts';
import { deleteResource, type ResourceRow, upsertResource } from '../../people/resources/index.ts';

export interface NewResource {
  readonly url: string;
  readonly name?: string;
  /** Each scope with what it means to people. */
  readonly scopes: Readonly<Record<string, string>>;
}

const command = 'latchkey resources';

/** Tokens for a resource can't be taken back, so they are short. */
const tokenLives = minutes(10);

/** RFC 6749 section 3.3, without what the scopes of accounts are called. */
const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
const taken = new Set(['openid', 'profile', 'email', 'data', 'offline_access']);

/** Throws `CliError` for what can't be a scope of a resource. */
export function requireResourceScope(scope: string): string {
  if (scopeForm.test(scope) && !taken.has(scope)) return scope;
  throw new CliError(
    `${JSON.stringify(scope)} can't be a scope of a resource.`,
    'Use up to 100 printable characters without spaces and quotes, such as tools:read, and none of openid, profile, email, data and offline_access.',
  );
}

/** Throws `CliError` for what can't be the address of a resource. */
export function requireResourceUrl(url: string): URL {
  const parsed = URL.parse(url);
  const isFit =
    isPlain(url) && /^https?:$/.test(parsed?.protocol ?? '') && !url.includes('#') && parsed?.username === '';
  if (parsed && isFit) return parsed;
  throw new CliError(
    `${JSON.stringify(url)} can't be the address of a resource.`,
    'Give the complete URL of the API, such as https://api.example.com/mcp, in ASCII and without a fragment.',
  );
}

/** Adds a resource, or changes one: whatever it said before is replaced. Throws `CliError` for what it can't be. */
export async function saveResource(
  services: Pick<Services, 'db' | 'clock' | 'secretKey'>,
  { url, name, scopes }: NewResource,
): Promise<ResourceRow> {
  const { host } = requireResourceUrl(url);
  for (const scope of Object.keys(scopes)) requireResourceScope(scope);
  const row: ResourceRow = {
    url,
    name: name ?? host,
    scopes: JSON.stringify(scopes),
    token_seconds: tokenLives / 1000,
    alg: 'ES256',
    created_at: services.clock(),
  };
  return inTransaction(services.db, async (tx) => {
    await upsertResource(tx, row);
    const target = { kind: 'app', id: url } as const;
    await recordCommand(tx, services, { command, act: 'resource-saved', target, at: row.created_at });
    return row;
  });
}

/** Tokens for it are made no more; those that were live at most ten minutes. Throws `CliError` if there is none. */
export function removeResource(
  services: Pick<Services, 'db' | 'clock' | 'secretKey'>,
  url: string,
): Promise<void> {
  return inTransaction(services.db, async (tx) => {
    if (!(await deleteResource(tx, url)))
      throw new CliError(
        `There is no resource at ${JSON.stringify(url)}.`,
        'Run "latchkey resources list" to see all of them.',
      );
    const target = { kind: 'app', id: url } as const;
    await recordCommand(tx, services, { command, act: 'resource-removed', target, at: services.clock() });
  });
}
