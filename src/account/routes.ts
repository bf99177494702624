import { passwordRefused } from '../factors/password/index.ts';
import { notFound, type Route, route } from '../kit/http/index.ts';
import { problem } from '../kit/problem.ts';
import { Type } from '../kit/schema.ts';
import type { Services } from '../kit/services.ts';
import { invalidCredentials, newPasswordField } from '../login/index.ts';
import { proofRequired } from '../login/prove/index.ts';
import { accountSchema, toAccount } from '../people/accounts/index.ts';
import { findOwnEmail, ownEmailSchema } from '../people/emails/index.ts';
import { tooManyAttempts } from '../people/limits/index.ts';
import { clearSessionCookie, sessionSchema, toSession } from '../people/sessions/index.ts';
import { changePassword } from './change-password.ts';
import { deleteOwnAccount } from './delete-account.ts';
import { exportAccount } from './export.ts';
import { handOver } from './hand-over.ts';
import { endOtherSessions, endSession, listOwnSessions } from './sessions.ts';

const strict = { additionalProperties: false };
const tag = 'Your account';

/** The password of whoever asks; an account may have none. */
export const ownPassword = Type.Object({ password: Type.Optional(newPasswordField) }, strict);

/** The password of whoever asks, if there is one, and the one in its place. */
export const passwordChange = Type.Object(
  { currentPassword: Type.Optional(newPasswordField), newPassword: newPasswordField },
  strict,
);

export function accountRoutes(services: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/session',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Who is signed in',
      description: 'The request that a frontend sends most: one look-up, no write but once a minute.',
      answers: {
        200: {
          description: 'The account and the session.',
          schema: Type.Object({ account: accountSchema, session: sessionSchema }),
        },
      },
      handle: ({ caller: { account, via } }) => ({
        account: toAccount(account),
        session: toSession(via.session, via.session.id),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/me',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Your account',
      description: 'With its email address. A backend of yours learns by it who sent a request.',
      answers: {
        200: {
          description: 'The account.',
          schema: Type.Object(
            { ...accountSchema.properties, email: ownEmailSchema },
            { title: 'OwnAccount' },
          ),
        },
      },
      async handle({ caller: { account } }) {
        return { ...toAccount(account), email: await findOwnEmail(services.db, account.id) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/me/export',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Everything that is kept about you',
      description: 'As one JSON file: account, data, addresses, factors, sessions, audit log and trails.',
      answers: {
        200: {
          description: 'All of it, and nothing that would let anybody in.',
          schema: Type.Record(Type.String(), Type.Unknown()),
        },
      },
      problems: [proofRequired],
      async handle({ caller, reply }) {
        const all = await exportAccount(services, caller);
        reply.header('content-disposition', 'attachment; filename="account.json"');
        return all;
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/me',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Delete your account and everything of it',
      description:
        'With the current password. An account that has none is deleted within ten minutes of a verification instead.',
      body: ownPassword,
      answers: { 204: { description: 'It is gone.' } },
      problems: [proofRequired, invalidCredentials, tooManyAttempts],
      async handle({ caller, body, request, reply }) {
        await deleteOwnAccount(services, caller, body?.password, request);
        if (caller.via.session.transport === 'cookie') clearSessionCookie(reply, services.config);
        return reply.code(204).send();
      },
    }),
    route({
      method: 'GET',
      path: '/api/me/sessions',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Where you are logged in',
      answers: {
        200: {
          description: 'The living sessions, the newest first.',
          schema: Type.Object({ sessions: Type.Array(sessionSchema) }),
        },
      },
      handle: async ({ caller }) => ({ sessions: await listOwnSessions(services, caller) }),
    }),
    route({
      method: 'DELETE',
      path: '/api/me/sessions/:id',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'End one of your sessions',
      description: 'With another than this one goes the link to an address that it may have asked for.',
      params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
      answers: { 204: { description: 'It is over.' } },
      problems: [notFound],
      async handle({ caller, params, request, reply }) {
        const ended = await endSession(services, caller, params.id, request);
        if (!ended) throw problem(notFound, ({ account }) => account.noSuchSession);
        const own = params.id === caller.via.session.id && caller.via.session.transport === 'cookie';
        if (own) clearSessionCookie(reply, services.config);
        return reply.code(204).send();
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/me/sessions',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'End all your other sessions',
      description:
        'Logins that are not finished end too, and the link to an address that one of them may have asked for.',
      answers: { 204: { description: 'Only this one is left.' } },
      async handle({ caller, request, reply }) {
        await endOtherSessions(services, caller, request);
        return reply.code(204).send();
      },
    }),
    route({
      method: 'POST',
      path: '/api/me/password',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Change your password',
      description:
        'Every other session ends and this one gets a new token: a cookie is replaced by itself, a bearer token is answered in the header `Latchkey-Token`. An account that has no password gets its first one: leave `currentPassword` out, and verify who you are within ten minutes before.',
      body: passwordChange,
      answers: { 204: { description: 'It is changed.' } },
      problems: [proofRequired, invalidCredentials, passwordRefused, tooManyAttempts],
      async handle({ caller, body, request, reply }) {
        handOver(services, reply, caller, await changePassword(services, caller, body, request));
        return reply.code(204).send();
      },
    }),
  ];
}
