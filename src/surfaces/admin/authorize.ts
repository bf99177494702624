import type { FastifyReply, FastifyRequest } from 'fastify';
import { hours, minutes } from '../../kit/duration.ts';
import {
  type Administrator,
  addressList,
  type Caller,
  isOfAnotherSite,
  notFound,
  peerAddress,
  type RouteKind,
} from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { refusalOfStranger } from '../../login/index.ts';
import { requireVerification } from '../../login/prove/index.ts';
import {
  type AdminTokenRow,
  adminSecondFactorMissing,
  adminTokenIn,
  findAdminToken,
  findPermissions,
  findTokenPermissions,
  notPermitted,
  notPermittedTo,
  type Permission,
  permissionKinds,
  touchAdminToken,
} from '../../people/roles/index.ts';
import {
  explainAbsence,
  findAdminUse,
  identify,
  notSignedInBecause,
  type SessionRow,
  usesSecureCookies,
} from '../../people/sessions/index.ts';

/** NIST SP 800-63B-4 section 2.2.3 wants it within 24 hours at this level. */
const longestWithoutProof = hours(12);

const noteEvery = minutes(1);

interface Wanted {
  readonly permission: Permission;
  readonly kind: RouteKind;
}

/**
 * Decides for every route that names a permission whether a request may use it. It checks in this order: the address may
 * use the console; somebody is signed in, holds any permission, asks from a page of this server and has used a second
 * factor; they hold the permission of the route; they verified who they are recently enough. For everybody without
 * permissions the pages don't exist.
 */
export function createAuthorize(services: Services) {
  const { config, db, clock, sessions } = services;
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    { permission, kind }: Wanted,
  ): Promise<Administrator | undefined> => {
    if (!services.isAdminAddress(peerAddress(request))) throw problem(notFound);
    const token = adminTokenIn(request.headers.authorization);
    if (token !== undefined) return byToken(request, token, { permission, kind });
    const caller = await identify(request, { find: sessions.look }, usesSecureCookies(config), clock());
    if (!caller) return refuseStranger(request, reply, kind);
    const { session } = caller.via;
    let isOfConsole = false;
    try {
      const permissions = await requirePermitted(request, caller, { permission, kind });
      isOfConsole = !isByItself(request, kind) && usedAt(session) <= clock() - noteEvery;
      return { by: { kind: 'person', caller }, permission, permissions };
    } finally {
      // Only now it's known of what it is a use. That of the console in one write with that of the session.
      await sessions.noteUse(session, clock(), { isOfConsole });
    }
  };

  async function requirePermitted(request: FastifyRequest, caller: Caller, { permission, kind }: Wanted) {
    const permissions = await findPermissions(db, caller.account.id, clock());
    if (permissions.size === 0) throw problem(kind === 'page' ? notFound : notPermitted);
    if (isOfAnotherPage(request, caller, kind))
      throw problem(notPermitted, ({ roles }) => roles.ofAnotherPage);
    if (caller.via.session.aal < 2) throw problem(adminSecondFactorMissing);
    if (!permissions.has(permission)) throw notPermittedTo(permission);
    await requireFresh(caller.via.session, permission);
    return permissions;
  }

  /**
   * Whether a cookie comes from a page of another origin: what an allowed one may do for people, it may not for admins. To a
   * page of the console a link may lead from anywhere.
   */
  function isOfAnotherPage(request: FastifyRequest, { via: { session } }: Caller, kind: RouteKind): boolean {
    const { origin, host } = request.headers;
    if (session.transport !== 'cookie' || (kind === 'page' && origin === undefined)) return false;
    const isOwn = (one: string) => one === services.config.publicUrl || readHost(one) === host?.toLowerCase();
    return isOfAnotherSite(request, isOwn);
  }

  /** A program's token opens no page, and doesn't stand for a person. */
  async function byToken(request: FastifyRequest, sent: string, { permission, kind }: Wanted) {
    if (kind === 'page') throw problem(notFound);
    const now = clock();
    const token = await findAdminToken(db, sent, now);
    if (!token || !isSentFrom(token, peerAddress(request))) throw notSignedInBecause({ reason: 'unknown' });
    const permissions = await findTokenPermissions(db, token, now);
    if (!permissions.has(permission)) throw notPermittedTo(permission);
    await touchAdminToken(db, token, now);
    return { by: { kind: 'token' as const, token }, permission, permissions };
  }

  /** An administrator whose session has just ended signs in again. For everybody else there's no such page. */
  async function refuseStranger(request: FastifyRequest, reply: FastifyReply, kind: RouteKind) {
    if (kind !== 'page') throw await refusalOfStranger(services, request);
    const absence = await explainAbsence(services, request);
    const wasAdministrator =
      'accountId' in absence && (await findPermissions(db, absence.accountId, clock())).size > 0;
    if (!wasAdministrator || request.method !== 'GET') throw problem(notFound);
    reply.redirect(`/login?next=${encodeURIComponent(request.url)}`, 303);
    return undefined;
  }

  async function requireFresh(session: SessionRow, permission: Permission): Promise<void> {
    if (isLeft(services, session) || permissionKinds[permission] !== 'read')
      await requireVerification(services, session);
  }
}

/**
 * Whether somebody may still see what a page they opened goes on to show by itself: their session is open and hasn't been
 * idle for too long, and they hold the permission. Asking doesn't count as use of the console.
 */
export async function mayStillSee(
  services: Pick<Services, 'db' | 'clock' | 'config'>,
  { by, permission }: Administrator,
): Promise<boolean> {
  if (by.kind !== 'person') return false;
  const { db, clock } = services;
  const use = await findAdminUse(db, by.caller.via.session, clock());
  if (!use || isLeft(services, use)) return false;
  return (await findPermissions(db, by.caller.account.id, clock())).has(permission);
}

type Use = Pick<SessionRow, 'auth_time' | 'second_auth_time' | 'admin_seen_at'>;

const provedAt = ({ auth_time, second_auth_time }: Use): number => Math.max(auth_time, second_auth_time ?? 0);

const usedAt = (session: Use): number => Math.max(provedAt(session), session.admin_seen_at ?? 0);

/** Whether nobody has used the console in this session for so long that whoever comes must verify who they are. */
function isLeft({ clock, config }: Pick<Services, 'clock' | 'config'>, session: Use): boolean {
  const now = clock();
  return usedAt(session) < now - config.admin.idle || provedAt(session) < now - longestWithoutProof;
}

const readHost = (origin: string): string | undefined => URL.parse(origin)?.host;

/** A page that a script renews while nobody looks must not keep the console open. */
const isByItself = ({ headers }: FastifyRequest, kind: RouteKind): boolean =>
  kind === 'page' && headers['sec-fetch-dest'] === 'empty';

function isSentFrom({ addresses }: AdminTokenRow, address: string): boolean {
  const allowed = JSON.parse(addresses) as string[];
  return allowed.length === 0 || addressList(allowed)(address);
}
