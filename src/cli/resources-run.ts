import type { Flags } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import { listResources, removeResource, saveResource, scopesOfResource } from '../operate/apps/index.ts';
import { withDatabase, withSecretKey } from './accounts/database.ts';
import { columns, jsonLine, print } from './accounts/text.ts';

/** Adds a resource, or changes one. */
export function addResource(
  url: string,
  { name, scope = [], ...flags }: Flags & { name?: string; scope?: readonly string[] },
): Promise<void> {
  const scopes = Object.fromEntries(scope.map(readScope));
  return withSecretKey(flags, async (services) => {
    const { name: shown } = await saveResource(services, {
      url,
      scopes,
      ...(name !== undefined && { name }),
    });
    const known = Object.keys(scopes).join(' ') || 'none';
    await print(`Apps can get tokens for ${shown} (${url}).\nScopes: ${known}\n`);
  });
}

function readScope(text: string): [name: string, meaning: string] {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw new CliError(
    `${JSON.stringify(text)} isn't a scope with its meaning.`,
    'Write it as --scope "tools:read=Read your files". People see what stands after the =.',
    2,
  );
}

/** Prints the resources with their scopes. */
export function showResources({ json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withDatabase(flags, async ({ db }) => {
    const rows = await listResources(db);
    const shown = rows.map((row) => ({ url: row.url, name: row.name, scopes: scopesOfResource(row) }));
    if (json) await print(shown.map((one) => jsonLine(one)).join(''));
    else if (shown.length === 0) await print('No resources.\n');
    else
      await print(columns(shown.map(({ url, name, scopes }) => [url, name, Object.keys(scopes).join(' ')])));
  });
}

/** Removes a resource. */
export function removeOneResource(url: string, flags: Flags): Promise<void> {
  return withSecretKey(flags, async (services) => {
    await removeResource(services, url);
    await print(`Apps get no more tokens for ${url}. Those that they have end within ten minutes.\n`);
  });
}
