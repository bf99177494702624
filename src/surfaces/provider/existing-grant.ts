import type { Db, Tx } from '../../kit/db/index.ts';
import type { Caller, Client } from '../../kit/http/index.ts';
import { newId } from '../../kit/ids.ts';
import type { Services } from '../../kit/services.ts';
import { act } from '../../people/act/index.ts';
import {
  extendGrant,
  findGrantsOf,
  type GrantedScopes,
  type GrantRow,
  insertGrant,
} from '../../people/grants/index.ts';

export interface Wanted {
  readonly appId: string;
  /** Who is asked, in which session. */
  readonly caller: Caller;
  /** From where. */
  readonly client: Client;
  /** What the account is asked for. */
  readonly scopes: readonly string[];
  /** What is asked for at each resource. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  /** Whether what is asked for is granted here and now: the person has just allowed it, or the app is the operator's own. */
  readonly isAllowed: boolean;
}

type GrantServices = Pick<Services, 'db' | 'clock' | 'config'>;

/** What was allowed before, for this session and for others. */
interface Known {
  /** The one that lives where the new one would. */
  readonly own: GrantRow | undefined;
  /** The newest of what is remembered. */
  readonly remembered: GrantRow | undefined;
}

/**
 * The grant that a sign-in to an app uses. One lives in the session in which it was made; with `offline_access` it outlives it. What was
 * allowed in an earlier session is remembered until it is withdrawn, so nobody is asked again. Undefined where nothing was ever
 * allowed. Throws `not-signed-in` when the session has ended meanwhile.
 */
export async function grantFor(services: GrantServices, wanted: Wanted): Promise<string | undefined> {
  const { own, remembered } = await findKnown(services.db, wanted, services.clock());
  // Of a sign-in to an app that was signed in to before, this is all.
  if (own && (!wanted.isAllowed || covers(own, wanted))) return own.id;
  if (!wanted.isAllowed && !remembered) return undefined;
  return allow(services, wanted);
}

/** What is done with a grant in the transaction that makes it. */
interface WithGrant {
  /** The name of the app, where the person has just allowed it: the log tells of that. */
  readonly told?: string;
  /** Takes what is answered, which only one can; the others write nothing. */
  claim?(tx: Tx, now: number): Promise<boolean>;
  /** What is done with it besides. */
  use?(tx: Tx, grantId: string): Promise<void>;
}

/**
 * The same as an act, which holds the account: what ends grants is over before or comes after, so a session that a new password has
 * ended leaves nothing behind that outlives it. Undefined also where `claim` answers false.
 */
export function allow(
  services: GrantServices,
  wanted: Wanted,
  { told, claim, use }: WithGrant = {},
): Promise<string | undefined> {
  const { caller, client } = wanted;
  const require = () => Promise.reject(new Error('It is enough that the session lives.'));
  return act(services, { kind: 'session', caller, client, require }, 'app-allowed', {
    async change(tx, { now }) {
      if (claim && !(await claim(tx, now))) return { unchanged: undefined };
      const grantId = await writeGrant(tx, services, wanted, now);
      if (grantId === undefined) return { unchanged: undefined };
      await use?.(tx, grantId);
      const events = told === undefined ? [] : [{ type: 'app-allowed', detail: { app: told } } as const];
      return { value: grantId, events };
    },
    finish: (_tx, { value }) => value,
  });
}

async function writeGrant(
  tx: Tx,
  { config }: Pick<GrantServices, 'config'>,
  wanted: Wanted,
  now: number,
): Promise<string | undefined> {
  const { appId, caller, scopes, resources, isAllowed } = wanted;
  const { own, remembered } = await findKnown(tx, wanted, now);
  if (!remembered && !isAllowed) return undefined;
  const before = remembered ? (JSON.parse(remembered.scopes) as GrantedScopes) : {};
  const granted = JSON.stringify(isAllowed ? union(before, scopes, resources) : before);
  const expiresAt = now + config.apps.refreshAbsolute;
  if (own) {
    if (isAllowed) await extendGrant(tx, own.id, { scopes: granted, usedAt: now, expiresAt });
    return own.id;
  }
  const grant: GrantRow = {
    id: newId(),
    account_id: caller.account.id,
    app_id: appId,
    session_id: livesIn(wanted),
    scopes: granted,
    created_at: now,
    used_at: now,
    // What was only remembered runs out when that does.
    expires_at: isAllowed ? expiresAt : (remembered?.expires_at ?? expiresAt),
    revoked_at: null,
    why: null,
  };
  await insertGrant(tx, grant);
  return grant.id;
}

/** The session that a grant for this lives in; null where it outlives all. */
const livesIn = ({ scopes, caller }: Wanted): string | null =>
  scopes.includes('offline_access') ? null : caller.via.session.id;

async function findKnown(db: Db, wanted: Wanted, now: number): Promise<Known> {
  const home = livesIn(wanted);
  const known = await findGrantsOf(db, wanted.caller.account.id, wanted.appId, now);
  const own = known.find((grant) => grant.session_id === home);
  // That an app may act while nobody is there, somebody must have allowed.
  const others = home === null ? known.filter((grant) => grant.session_id === null) : known;
  return { own, remembered: own ?? others[0] };
}

/** Whether a grant allows all that is asked for. */
function covers({ scopes: json }: GrantRow, { scopes, resources }: Wanted): boolean {
  const { openid = '', resources: at = {} } = JSON.parse(json) as GrantedScopes;
  const has = (granted: string, asked: readonly string[]) => {
    const known = new Set(granted.split(' '));
    return asked.every((scope) => known.has(scope));
  };
  return has(openid, scopes) && Object.entries(resources).every(([url, asked]) => has(at[url] ?? '', asked));
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
