import type { FastifyRequest } from 'fastify';
import { type ByKey, type KeyScopeName, peerAddress } from '../../kit/http/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { keyInvalid, keyNotEnough } from './problems.ts';
import { findKey, scopesOfKey, touchKey } from './store.ts';

export interface KeyReader {
  /**
   * Whose key a request brings, for a route that takes keys of a scope, or none. Throws `key-invalid` and `key-not-enough`. Null at
   * once for every request without one.
   */
  find(request: FastifyRequest, scope: KeyScopeName | undefined): Promise<ByKey> | null;
}

const bearer = 'bearer ';

/** An access key counts before a cookie, as every bearer token does. */
export function createKeyReader({ db, clock }: Pick<Services, 'db' | 'clock'>): KeyReader {
  return {
    find(request, scope) {
      const { authorization = '' } = request.headers;
      const key = authorization.slice(bearer.length).trim();
      const isSent = authorization.slice(0, bearer.length).toLowerCase() === bearer && key.startsWith('lkp_');
      return isSent ? use(request, key, scope) : null;
    },
  };

  async function use(request: FastifyRequest, sent: string, scope: KeyScopeName | undefined): Promise<ByKey> {
    const found = await findKey(db, sent, clock());
    if (!found) throw problem(keyInvalid);
    const held = scopesOfKey(found);
    if (scope === undefined) throw notEnough('none');
    if (!held.includes(scope)) throw notEnough(scope);
    await touchKey(db, found, { now: clock(), address: peerAddress(request) });
    const { username, last_login_at, app_roles, attributes } = found;
    return {
      account: {
        ...{ id: found.account_id, username, last_login_at, app_roles, attributes },
        ...{ created_at: found.account_created_at, updated_at: found.account_updated_at },
      },
      via: { kind: 'key', keyId: found.id, scopes: held },
    };
  }
}

/** `none`: no key is enough for what was asked. */
function notEnough(scope: KeyScopeName | 'none'): Problem {
  return problem(keyNotEnough, ({ keys }) => keys.notEnough(scope));
}
