import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config/index.ts';
import { type Impersonating, impersonationRefused } from '../../kit/http/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { findPermissions, findPermissionsOnceOpen } from '../roles/index.ts';
import { createImpersonatedReader, identify, usesSecureCookies } from '../sessions/index.ts';
import { clearedCookie, heldImpersonation, impersonationCookieName } from './carry.ts';

export interface Impersonations {
  /**
   * Who looks at whose account with a request. Where that has ended, a Problem that says so and has the browser forget it;
   * null at once for every request without the cookie of one.
   */
  find(request: FastifyRequest): Promise<Impersonating | Problem> | null;
}

/**
 * Finds it anew for each request, and so it ends with whatever it lives by: its half hour, the session of the administrator
 * (which must be that of the same browser), their permission, that the person has none, and the setting. It isn't used by
 * finding it: nothing puts its end off.
 */
export function createImpersonations({
  config,
  database,
  clock,
  sessions,
}: Pick<Services, 'config' | 'database' | 'clock' | 'sessions'>): Impersonations {
  const read = createImpersonatedReader(database);
  const name = impersonationCookieName(config);
  const secure = usesSecureCookies(config);
  return {
    find(request) {
      const token = heldImpersonation(request, name);
      return token === undefined ? null : findLiving(request, token);
    },
  };

  async function findLiving(request: FastifyRequest, token: string): Promise<Impersonating | Problem> {
    const now = clock();
    const own = config.admin.impersonation ? await identify(request, sessions, secure, now) : null;
    const found = own && (await read(token, now));
    if (!own || found?.session.actor_session_id !== own.via.session.id) return endedOf(config);
    const permissions = await findPermissions(database.db, own.account.id, now);
    const { session, account } = found;
    const theirs = await findPermissionsOnceOpen(database.db, account.id, now);
    if (!permissions.has('accounts:impersonate') || theirs.size > 0) return endedOf(config);
    const { id, username } = own.account;
    request.looking = { actor: username, username: account.username, until: session.expires_at };
    return { account, via: { kind: 'impersonation', session, actor: { id, username } } };
  }
}

const endedOf = (config: Config): Problem =>
  problem(impersonationRefused, ({ http }) => http.impersonationEnded, {
    headers: { 'set-cookie': clearedCookie(config) },
    onPage: ({ http }) => http.impersonationOver,
  });
