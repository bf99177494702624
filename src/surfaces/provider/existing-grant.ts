import { newId } from '../../kit/ids.ts';
import type { Services } from '../../kit/services.ts';
import {
  extendGrant,
  findGrantsOf,
  type GrantedScopes,
  type GrantRow,
  insertGrant,
} from '../../people/grants/index.ts';

export interface Wanted {
  readonly accountId: string;
  readonly appId: string;
  /** The session in which it is asked. */
  readonly sessionId: string;
  /** What the account is asked for. */
  readonly scopes: readonly string[];
  /** What is asked for at each resource. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  /** Whether what is asked for is granted here and now: the person has just allowed it, or the app is the operator's own. */
  readonly isAllowed: boolean;
}

/**
 * The grant that a sign-in to an app uses. One lives in the session in which it was made; with `offline_access` it outlives it. What was
 * allowed in an earlier session is remembered until it is withdrawn, so nobody is asked again. Undefined where nothing was ever allowed.
 */
export async function grantFor(
  { db, clock, config }: Pick<Services, 'db' | 'clock' | 'config'>,
  { accountId, appId, sessionId, scopes, resources, isAllowed }: Wanted,
): Promise<string | undefined> {
  const now = clock();
  const livesIn = scopes.includes('offline_access') ? null : sessionId;
  const known = await findGrantsOf(db, accountId, appId, now);
  const own = known.find((grant) => grant.session_id === livesIn);
  const remembered = own ?? known[0];
  if (!remembered && !isAllowed) return undefined;
  // That it may act while nobody is there, somebody must have allowed.
  const isRemembered = own !== undefined || remembered?.session_id === null || livesIn !== null;
  if (!isRemembered && !isAllowed) return undefined;
  const before = remembered ? (JSON.parse(remembered.scopes) as GrantedScopes) : {};
  const granted = JSON.stringify(isAllowed ? union(before, scopes, resources) : before);
  const expiresAt = now + config.apps.refreshAbsolute;
  if (own && (!isAllowed || (await extendGrant(db, own.id, { scopes: granted, usedAt: now, expiresAt }))))
    return own.id;
  const grant: GrantRow = {
    id: newId(),
    account_id: accountId,
    app_id: appId,
    session_id: livesIn,
    scopes: granted,
    created_at: now,
    used_at: now,
    // What was only remembered runs out when that does.
    expires_at: isAllowed ? expiresAt : (remembered?.expires_at ?? expiresAt),
    revoked_at: null,
    why: null,
  };
  await insertGrant(db, grant);
  return grant.id;
}

/** Scopes are added to those that were allowed before: two asked for in turn would otherwise be asked for ever. */
function union(
  before: GrantedScopes,
  scopes: readonly string[],
  resources: Wanted['resources'],
): GrantedScopes {
  const add = (known: string | undefined, more: readonly string[]) =>
    [...new Set([...(known?.split(' ') ?? []), ...more])].filter((scope) => scope !== '').join(' ');
  const all: Record<string, string> = { ...before.resources };
  for (const [url, more] of Object.entries(resources)) all[url] = add(all[url], more);
  return { openid: add(before.openid, scopes), resources: all };
}
