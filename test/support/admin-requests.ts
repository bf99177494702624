import { days } from '../../src/kit/duration.ts';
import { newId } from '../../src/kit/ids.ts';
import { actingAsCommand } from '../../src/operate/accounts/index.ts';
import { createRole } from '../../src/operate/roles/index.ts';
import { freshName, goodPassword, type TestApp } from './app.ts';

/** Whom a request is about. */
export interface Target {
  readonly id: string;
  readonly username: string;
}

interface Sent {
  readonly path: string;
  readonly body?: unknown;
}

/** How a request for administrators is sent so that it is done, and what it answers then. */
export interface AdminRequest {
  /** It changes an account: nobody sends it about themselves, or about somebody who may do more. */
  readonly actsOnAccount?: true;
  readonly done: number;
  send(app: TestApp, target: Target): Sent | Promise<Sent>;
}

/** An ordinary account. */
export async function anybody(app: TestApp): Promise<Target> {
  const username = freshName();
  const { body } = await app.browser().register(username, goodPassword);
  return { id: body.account?.id ?? '', username };
}

/** A role for apps, which whoever may grant roles may grant. */
async function newRole({ services }: TestApp): Promise<string> {
  const name = freshName('role');
  await createRole(services, actingAsCommand(), { name, kind: 'app', permissions: [] });
  return name;
}

/** Every route that names a permission, by `METHOD /path`; the test that reads it names those which are missing. */
export const adminRequests: Readonly<Record<string, AdminRequest>> = {
  'GET /api/admin/session': { done: 200, send: () => ({ path: '/api/admin/session' }) },
  'GET /api/admin/roles': { done: 200, send: () => ({ path: '/api/admin/roles' }) },
  'POST /api/admin/roles': {
    done: 201,
    send: () => ({ path: '/api/admin/roles', body: { name: freshName('role'), kind: 'app' } }),
  },
  'PATCH /api/admin/roles/:role': {
    done: 200,
    send: async (app) => ({ path: `/api/admin/roles/${await newRole(app)}`, body: { permissions: [] } }),
  },
  'DELETE /api/admin/roles/:role': {
    done: 204,
    send: async (app) => ({ path: `/api/admin/roles/${await newRole(app)}` }),
  },
  'GET /api/admin/roles/:role/accounts': {
    done: 200,
    send: () => ({ path: '/api/admin/roles/support/accounts' }),
  },
  'PUT /api/admin/accounts/:id/roles/:role': {
    actsOnAccount: true,
    done: 204,
    send: async (app, { id }) => ({
      path: `/api/admin/accounts/${id}/roles/${await newRole(app)}`,
      body: {},
    }),
  },
  'DELETE /api/admin/accounts/:id/roles/:role': {
    actsOnAccount: true,
    done: 204,
    send: (_app, { id }) => ({ path: `/api/admin/accounts/${id}/roles/support` }),
  },
  'PATCH /api/admin/accounts/:id/attributes': {
    actsOnAccount: true,
    done: 200,
    send: (_app, { id }) => ({ path: `/api/admin/accounts/${id}/attributes`, body: { plan: 'pro' } }),
  },
  'GET /api/admin/tokens': { done: 200, send: () => ({ path: '/api/admin/tokens' }) },
  'POST /api/admin/tokens': {
    done: 201,
    send: (app) => ({
      path: '/api/admin/tokens',
      body: {
        name: 'A program',
        permissions: ['roles:read'],
        expiresAt: new Date(app.clock() + days(1)).toISOString(),
      },
    }),
  },
  'DELETE /api/admin/tokens/:id': {
    done: 204,
    async send({ services }) {
      const id = newId();
      const maker = await services.db
        .selectFrom('account_roles')
        .select('account_id')
        .executeTakeFirstOrThrow();
      await services.db
        .insertInto('admin_tokens')
        .values({
          ...{ id, name: 'A program', token_hash: id, permissions: '[]', addresses: '[]' },
          ...{ made_by: maker.account_id, created_at: 1, expires_at: services.clock() + days(1) },
          ...{ last_used_at: null, revoked_at: null },
        })
        .execute();
      return { path: `/api/admin/tokens/${id}` };
    },
  },
};
