import type { Db } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Words } from '../../kit/words/index.ts';
import { keyScopes, noSuchScope } from '../../people/keys/index.ts';
import { listResources, resourceScope, scopesOfResource } from '../../people/resources/index.ts';

/** What a key can be made for. */
export interface ScopeView {
  readonly scope: string;
  /** What it means to people. */
  readonly description: string;
}

/** What a key can be made for now: what this server has, and what the resources of its operator add. */
export async function listScopes({
  db,
  words,
}: {
  readonly db: Db;
  readonly words: Words;
}): Promise<ScopeView[]> {
  const own = keyScopes.map((scope) => ({ scope, description: words.keys.scopes[scope] }));
  const others = (await listResources(db)).flatMap((resource) =>
    Object.entries(scopesOfResource(resource)).map(([scope, meaning]) => ({
      scope: resourceScope(resource.url, scope),
      description: words.keys.at(resource.name, meaning),
    })),
  );
  return [...own, ...others];
}

/** The scopes that were asked for, each once and in order. Throws `no-such-scope` for one that there isn't. */
export function requireScopes(wanted: readonly string[], known: readonly ScopeView[]): string[] {
  const names = new Set(known.map(({ scope }) => scope));
  const at = wanted.findIndex((scope) => !names.has(scope));
  const detail = ({ keys }: Words) => keys.noSuchScope;
  if (at >= 0)
    throw problem(noSuchScope, detail, { errors: [{ pointer: `/scopes/${at}`, code: 'enum', detail }] });
  return known.flatMap(({ scope }) => (wanted.includes(scope) ? [scope] : []));
}
