import type { Db } from '../../kit/db/index.ts';
import { findResource, scopesOfResource } from '../../people/resources/index.ts';
import { scopes as known } from './settings.ts';

/** What an app asks for. */
export interface Asked {
  /** Of the account, in the order in which they are shown. */
  readonly scopes: readonly string[];
  /** At each resource, by its address. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  /** The same for people. */
  readonly shown: readonly { readonly name: string; readonly scopes: readonly string[] }[];
}

/** Reads what the parameters of a request ask for, of what there is. */
export async function askedIn(db: Db, parameters: Readonly<Record<string, unknown>>): Promise<Asked> {
  const wanted = String(parameters.scope ?? '').split(' ');
  const resources: Record<string, string[]> = {};
  const shown = [];
  for (const url of [parameters.resource ?? []].flat()) {
    const resource = await findResource(db, String(url));
    if (!resource) continue;
    const says = scopesOfResource(resource);
    const of = wanted.filter((scope) => Object.hasOwn(says, scope));
    resources[resource.url] = of;
    shown.push({ name: resource.name, scopes: of.map((scope) => says[scope] ?? scope) });
  }
  return { scopes: known.filter((scope) => wanted.includes(scope)), resources, shown };
}
