import { passwordRefused } from '../factors/password/index.ts';
import { notFound, type Route, route } from '../kit/http/index.ts';
import { problem } from '../kit/problem.ts';
import { Type } from '../kit/schema.ts';
import type { Services } from '../kit/services.ts';
import { invalidCredentials, newPasswordField, newTokenHeader } from '../login/index.ts';
import { proofRequired } from '../login/prove/index.ts';
import { accountSchema, toAccount } from '../people/accounts/index.ts';
import { findOwnEmail, ownEmailSchema } from '../people/emails/index.ts';
import { tooManyAttempts } from '../people/limits/index.ts';
import { lastAdministrator } from '../people/roles/index.ts';
import { clearSessionCookie, sessionSchema, toSession } from '../people/sessions/index.ts';
import { changePassword } from './change-password.ts';
import { deleteOwnAccount } from './delete-account.ts';
import { exportAccount } from './export.ts';
import { handOver } from './hand-over.ts';
import { endOtherSessions, endSession, listOwnSessions } from './sessions.ts';

const strict = { additionalProperties: false };
const tag = 'Account';

/** The password of whoever asks; an account may have none. */
export const ownPassword = Type.Object({ password: Type.Optional(newPasswordField) }, strict);

/** The password of whoever asks, if there is one, and the one in its place. */
export const passwordChange = Type.Object(
  { currentPassword: Type.Optional(newPasswordField), newPassword: newPasswordField },
  {
    ...strict,
    title: 'PasswordChange',
    description: 'The current password, if the account has one, and the new one.',
  },
);

/** Who looks, where it isn't the account's owner; the `act` of RFC 8693 section 4.1. */
const actor = Type.Optional(
  Type.Object(
    {
      id: Type.String({
        description: 'The ID of their account.',
        examples: ['01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15'],
      }),
      username: Type.String({ description: 'Their username.', examples: ['root'] }),
    },
    {
      title: 'Actor',
      description:
        "The administrator who looks at the account with this session. Left out otherwise. Show what the person would see, and don't let the administrator change it.",
    },
  ),
);

export function accountRoutes(services: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/session',
      kind: 'api',
      access: 'signed-in',
      impersonated: true,
      tag,
      operationId: 'getSession',
      summary: 'Get the current session',
      description:
        'Tells who sends the request: the account and its session. It is fast, so call it as often as you like.',
      answers: {
        200: {
          description: 'The account and the session.',
          schema: Type.Object(
            { account: accountSchema, session: sessionSchema, actor },
            { title: 'Caller', description: 'Who sends a request.' },
          ),
        },
      },
      handle: ({ caller: { account, via } }) => ({
        account: toAccount(account),
        session: toSession(via.session, via.session.id),
        ...(via.kind === 'impersonation' && { actor: via.actor }),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/me',
      kind: 'api',
      access: 'signed-in',
      keys: 'account:read',
      impersonated: true,
      tag,
      operationId: 'getAccount',
      summary: 'Get your account',
      description:
        'The account with its email address. Your own backend can use it to find out who sent a request.',
      answers: {
        200: {
          description: 'The account.',
          schema: Type.Object(
            { ...accountSchema.properties, email: ownEmailSchema },
            { title: 'OwnAccount', description: 'An account with its email address.' },
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
      operationId: 'exportAccount',
      summary: 'Export your account',
      description:
        'Downloads everything the server keeps about the account as one JSON file: account, data, email addresses, factors, sessions, apps with access, audit log and trails.',
      answers: {
        200: {
          description: 'The export. It has nothing that someone could sign in with.',
          schema: Type.Record(Type.String(), Type.Unknown(), {
            title: 'AccountExport',
            description: 'Everything the server keeps about an account.',
          }),
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
      operationId: 'deleteAccount',
      summary: 'Delete your account',
      description:
        'Deletes the account and its data for good. Send the current password. If the account has none, confirm your identity in the ten minutes before instead.',
      example: { password: 'a quiet green lighthouse' },
      body: ownPassword,
      answers: { 204: { description: 'The account is deleted.' } },
      problems: [proofRequired, invalidCredentials, tooManyAttempts, lastAdministrator],
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
      impersonated: true,
      operationId: 'listSessions',
      tag: 'Sessions',
      summary: 'List your sessions',
      description: 'Every browser and program that is logged in to the account.',
      answers: {
        200: {
          description: 'The sessions, newest first.',
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
      operationId: 'endSession',
      tag: 'Sessions',
      summary: 'End a session',
      description:
        'Logs one browser or program out. A link to verify an email address that it asked for stops working too.',
      params: Type.Object({
        id: Type.String({
          maxLength: 64,
          description: 'The `id` of the session.',
          examples: ['01932f6a-5c2b-7042-8e41-0d9b3f5a7c26'],
        }),
      }),
      answers: { 204: { description: 'The session has ended.' } },
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
      operationId: 'endOtherSessions',
      tag: 'Sessions',
      summary: 'End all other sessions',
      description:
        'Logs out every other browser and program. Unfinished logins end too, and so do links to verify an email address that one of them asked for.',
      answers: { 204: { description: 'Only this session is left.' } },
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
      operationId: 'changePassword',
      summary: 'Change your password',
      description:
        'Ends every other session. This one gets a new token: a cookie is replaced, a bearer token is in the `Latchkey-Token` header. To give an account its first password, leave `currentPassword` out and confirm your identity in the ten minutes before.',
      example: { currentPassword: 'a quiet green lighthouse', newPassword: 'another quiet lighthouse' },
      body: passwordChange,
      answers: {
        204: { description: 'The password is changed.', headers: { 'Latchkey-Token': newTokenHeader } },
      },
      problems: [proofRequired, invalidCredentials, passwordRefused, tooManyAttempts],
      async handle({ caller, body, request, reply }) {
        handOver(services, reply, caller, await changePassword(services, caller, body, request));
        return reply.code(204).send();
      },
    }),
  ];
}
