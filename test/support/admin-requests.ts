import { inTransaction } from '../../src/kit/db/index.ts';
import { days } from '../../src/kit/duration.ts';
import { newId } from '../../src/kit/ids.ts';
import { queueMail } from '../../src/kit/mail/index.ts';
import { actingAsCommand } from '../../src/operate/accounts/index.ts';
import { invite } from '../../src/operate/invitations/index.ts';
import { createRole } from '../../src/operate/roles/index.ts';
import { findVerifiedAddress, insertVerifiedEmail } from '../../src/people/emails/index.ts';
import { findRole } from '../../src/people/roles/index.ts';
import { trailCode } from '../../src/people/trails/index.ts';
import { type AccountAct, accountActs } from '../../src/surfaces/admin/accounts/acts/account-acts.ts';
import type { TestApp } from './app.ts';
import { freshName, goodPassword } from './names.ts';
import { storedApp } from './stored-app.ts';
import { storedIdentity } from './stored-identity.ts';

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

/** The same by its ID. */
const newRoleId = async (app: TestApp): Promise<string> =>
  (await findRole(app.services.db, await newRole(app)))?.id ?? '';

/** A page of a new role, and its form. */
const ofNewRole = (act: string, body: object): Record<string, AdminRequest> => ({
  [`GET /admin/roles/:id/${act}`]: {
    done: 200,
    send: async (app) => ({ path: `/admin/roles/${await newRoleId(app)}/${act}` }),
  },
  [`POST /admin/roles/:id/${act}`]: {
    done: 303,
    send: async (app) => ({ path: `/admin/roles/${await newRoleId(app)}/${act}`, body }),
  },
});

/** The page and the form that give or take a role of an account. */
const ofRoleOfAccount = (act: string): Record<string, AdminRequest> => ({
  [`GET /admin/accounts/:id/roles/:role/${act}`]: {
    done: 200,
    send: async (app, { id }) => ({ path: `/admin/accounts/${id}/roles/${await newRole(app)}/${act}` }),
  },
  [`POST /admin/accounts/:id/roles/:role/${act}`]: {
    ...{ actsOnAccount: true, done: 303 },
    send: async (app, { id }) => ({ path: `/admin/accounts/${id}/roles/${await newRole(app)}/${act}` }),
  },
});

/** The token of a program, by its ID. */
async function aToken({ services: { db, clock } }: TestApp): Promise<string> {
  const id = newId();
  const maker = await db.selectFrom('account_roles').select('account_id').executeTakeFirstOrThrow();
  await db
    .insertInto('admin_tokens')
    .values({
      ...{ id, name: 'A program', token_hash: id, permissions: '[]', addresses: '[]' },
      ...{ made_by: maker.account_id, created_at: 1, expires_at: clock() + days(1) },
      ...{ last_used_at: null, revoked_at: null },
    })
    .execute();
  return id;
}

/** An open invitation, by its ID. */
async function anInvitation({ services }: TestApp): Promise<string> {
  const email = `${freshName('mail')}@example.com`;
  return (await invite(services, { email, note: null }, actingAsCommand())).id;
}

/** An email that waits, to nobody in particular. */
export function waitingMail({ services: { db, secretKey, clock } }: TestApp): Promise<string> {
  const mail = { to: 'nobody@example.com', subject: 'A subject', text: 'A text', html: '<p>A text</p>' };
  const letter = { ...mail, kind: 'notice', accountId: null } as const;
  return inTransaction(db, (tx) => queueMail(tx, secretKey, letter, clock()));
}

/** An attempt of nobody's, by its support code. */
async function anAttempt({ services: { trails } }: TestApp): Promise<string> {
  const trail = trails.begin({ kind: 'login', format: 'json', address: '203.0.113.1' });
  trail.end('refused');
  await trails.flush();
  return trailCode(trail.id);
}

/** What is only looked at, of one account. */
const ofAccount = (...paths: readonly string[]): Record<string, AdminRequest> =>
  Object.fromEntries(
    paths.map((path) => [
      `GET ${path}`,
      { done: 200, send: (_app: TestApp, { id }: Target) => ({ path: path.replace(':id', id) }) },
    ]),
  );

/** Every route that names a permission, by `METHOD /path`; the test that reads it names those which are missing. */
export const adminRequests: Readonly<Record<string, AdminRequest>> = {
  'GET /admin': { done: 200, send: () => ({ path: '/admin' }) },
  'GET /admin/accounts': { done: 200, send: () => ({ path: '/admin/accounts' }) },
  'GET /api/admin/accounts': { done: 200, send: () => ({ path: '/api/admin/accounts' }) },
  ...ofAccount('/admin/accounts/:id', '/admin/accounts/:id/data', '/api/admin/accounts/:id'),
  ...ofAccount('/api/admin/accounts/:id/sessions', '/api/admin/accounts/:id/events'),
  ...ofAccount('/api/admin/accounts/:id/attempts', '/api/admin/accounts/:id/data'),
  ...ofAccount('/admin/accounts/:id/roles'),
  ...ofRoleOfAccount('grant'),
  ...ofRoleOfAccount('revoke'),
  'GET /admin/invitations': { done: 200, send: () => ({ path: '/admin/invitations' }) },
  'GET /api/admin/invitations': { done: 200, send: () => ({ path: '/api/admin/invitations' }) },
  'GET /admin/invitations/new': { done: 200, send: () => ({ path: '/admin/invitations/new' }) },
  ...Object.fromEntries(
    [['/admin/invitations/new', 303] as const, ['/api/admin/invitations', 201] as const].map(
      ([path, done]): [string, AdminRequest] => [
        `POST ${path}`,
        { done, send: () => ({ path, body: { email: `${freshName('mail')}@example.com` } }) },
      ],
    ),
  ),
  ...Object.fromEntries(
    [
      ['GET /admin/invitations/:id/revoke', 200] as const,
      ['POST /admin/invitations/:id/revoke', 303] as const,
      ['DELETE /api/admin/invitations/:id', 204] as const,
    ].map(([name, done]): [string, AdminRequest] => [
      name,
      {
        done,
        send: async (app) => ({ path: name.replace(/^\w+ /, '').replace(':id', await anInvitation(app)) }),
      },
    ]),
  ),
  'GET /admin/accounts/new': { done: 200, send: () => ({ path: '/admin/accounts/new' }) },
  'POST /admin/accounts/new': {
    done: 303,
    send: () => ({ path: '/admin/accounts/new', body: { username: freshName() } }),
  },
  'POST /api/admin/accounts': {
    done: 201,
    send: () => ({ path: '/api/admin/accounts', body: { username: freshName() } }),
  },
  'GET /admin/tokens': { done: 200, send: () => ({ path: '/admin/tokens' }) },
  'GET /admin/tokens/new': { done: 200, send: () => ({ path: '/admin/tokens/new' }) },
  'POST /admin/tokens/new': {
    done: 200,
    send: (app) => ({
      path: '/admin/tokens/new',
      body: {
        name: 'A program',
        permissions: 'roles:read',
        expiresAt: new Date(app.clock() + days(1)).toISOString(),
      },
    }),
  },
  'GET /admin/tokens/:id/revoke': {
    done: 200,
    send: async (app) => ({ path: `/admin/tokens/${await aToken(app)}/revoke` }),
  },
  'POST /admin/tokens/:id/revoke': {
    done: 303,
    send: async (app) => ({ path: `/admin/tokens/${await aToken(app)}/revoke` }),
  },
  'GET /admin/roles': { done: 200, send: () => ({ path: '/admin/roles' }) },
  'GET /admin/roles/:id': { done: 200, send: () => ({ path: '/admin/roles/support' }) },
  'GET /admin/roles/new': { done: 200, send: () => ({ path: '/admin/roles/new' }) },
  'POST /admin/roles/new': {
    done: 303,
    send: () => ({ path: '/admin/roles/new', body: { name: freshName('role'), kind: 'app' } }),
  },
  ...ofNewRole('edit', {}),
  ...ofNewRole('delete', {}),
  'GET /api/admin/statistics': { done: 200, send: () => ({ path: '/api/admin/statistics' }) },
  'GET /admin/attempts': { done: 200, send: () => ({ path: '/admin/attempts' }) },
  'GET /admin/attempts/:code': {
    done: 200,
    send: async (app) => ({ path: `/admin/attempts/${await anAttempt(app)}` }),
  },
  // A browser that opens it is led to the page that listens to it.
  'GET /admin/attempts/stream': { done: 303, send: () => ({ path: '/admin/attempts/stream' }) },
  'GET /api/admin/attempts': { done: 200, send: () => ({ path: '/api/admin/attempts' }) },
  'GET /admin/mail': { done: 200, send: () => ({ path: '/admin/mail' }) },
  'GET /admin/mail/:id/retry': {
    done: 200,
    send: async (app) => ({ path: `/admin/mail/${await waitingMail(app)}/retry` }),
  },
  'POST /admin/mail/:id/retry': {
    done: 303,
    send: async (app) => ({ path: `/admin/mail/${await waitingMail(app)}/retry` }),
  },
  'GET /api/admin/mail': { done: 200, send: () => ({ path: '/api/admin/mail' }) },
  'POST /api/admin/mail/:id/retry': {
    done: 204,
    send: async (app) => ({ path: `/api/admin/mail/${await waitingMail(app)}/retry` }),
  },
  'GET /admin/apps': { done: 200, send: () => ({ path: '/admin/apps' }) },
  'GET /api/admin/apps': { done: 200, send: () => ({ path: '/api/admin/apps' }) },
  'GET /admin/apps/:id': {
    done: 200,
    send: async ({ services: { db } }) => ({ path: `/admin/apps/${(await storedApp(db)).id}` }),
  },
  'GET /api/admin/apps/:id': {
    done: 200,
    send: async ({ services: { db } }) => ({ path: `/api/admin/apps/${(await storedApp(db)).id}` }),
  },
  'GET /admin/export': { done: 200, send: () => ({ path: '/admin/export' }) },
  'POST /admin/export/:format': { done: 200, send: () => ({ path: '/admin/export/csv' }) },
  'GET /api/admin/export': { done: 200, send: () => ({ path: '/api/admin/export' }) },
  'GET /admin/audit': { done: 200, send: () => ({ path: '/admin/audit' }) },
  'GET /api/admin/audit': { done: 200, send: () => ({ path: '/api/admin/audit' }) },
  'GET /admin/settings': { done: 200, send: () => ({ path: '/admin/settings' }) },
  'GET /api/admin/settings': { done: 200, send: () => ({ path: '/api/admin/settings' }) },
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
    send: async (app) => ({ path: `/api/admin/tokens/${await aToken(app)}` }),
  },
  ...Object.fromEntries(accountActs.flatMap(requestsOf)),
  // Where `admin.impersonation` is on.
  ...ofAccount('/admin/accounts/:id/impersonate'),
  'POST /admin/accounts/:id/impersonate': {
    actsOnAccount: true,
    done: 303,
    async send(app, { id }) {
      await open(app, id);
      return { path: `/admin/accounts/${id}/impersonate`, body: { reason: 'Asked for it on the phone' } };
    },
  },
};

/** The page that asks, the form and the request of the API of an act that takes a reason at most. */
function requestsOf({ name, needsReason, asks }: AccountAct): [string, AdminRequest][] {
  const page = `/admin/accounts/:id/${name}`;
  const sent = needsReason ? { reason: 'Asked for it on the phone' } : {};
  const act = (path: string, done: number): AdminRequest => ({
    ...{ actsOnAccount: true, done },
    async send(app, { id }) {
      await open(app, id, {
        disabled_at: name === 'enable' ? 1 : null,
        deleted_at: name === 'undelete' ? 1 : null,
      });
      if (name === 'ask-new-password') await verifiedAddressOf(app, id);
      const asked = {
        username: freshName('renamed'),
        email: `${freshName('mail')}@example.com`,
        ...(asks === 'identity' && { identity: await storedIdentity(app.services.db, id) }),
      };
      const more = asks && asks !== 'passkeys' ? { [asks]: asked[asks] } : {};
      return { path: path.replace(':id', id), body: { ...sent, ...more } };
    },
  });
  return [
    [`GET ${page}`, { done: 200, send: (_app, { id }) => ({ path: page.replace(':id', id) }) }],
    [`POST ${page}`, act(page, 303)],
    [`POST /api${page}`, act(`/api${page}`, 204)],
  ];
}

/** Whoever sends an act again must find something to do: it opens the account, or closes it as said. */
async function open(
  { services }: TestApp,
  id: string,
  closed: { disabled_at: number | null; deleted_at: number | null } = { disabled_at: null, deleted_at: null },
): Promise<void> {
  await services.db
    .updateTable('accounts')
    .set(closed)
    .where('id', '=', id)
    // A closed administrator may do nothing.
    .where('id', 'not in', (roles) => roles.selectFrom('account_roles').select('account_id'))
    .execute();
}

/** Gives an account a verified address, if it has none. */
async function verifiedAddressOf({ services }: TestApp, id: string): Promise<void> {
  const email = { address: `${id}@example.com`, key: `${id}@example.com` };
  await inTransaction(services.db, async (tx) => {
    if (!(await findVerifiedAddress(tx, id))) await insertVerifiedEmail(tx, id, email, 1);
  });
}
