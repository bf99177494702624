import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Administrator, formOf, type Route, route } from '../../../../kit/http/index.ts';
import { mailIsConfigured } from '../../../../kit/mail/index.ts';
import type { Services } from '../../../../kit/services.ts';
import { createAccountFor, reasonMissing } from '../../../../operate/accounts/index.ts';
import { usernameRefused, usernameTaken } from '../../../../people/accounts/index.ts';
import { emailRefused, emailTaken, mailOff } from '../../../../people/emails/index.ts';
import { actingInPerson } from '../../acting.ts';
import { ledTo } from '../../frame/after.ts';
import { frameOf } from '../../frame/frame.ts';
import { keepsReason, type Refused, sendPage, shownOf } from '../../frame/returned.ts';
import { NewAccountPage } from './page.tsx';
import { createdAccount, newAccount } from './schemas.ts';

/** `/admin/accounts/new` and its twin: an account for somebody else, who chooses the password. */
export function newAccountRoutes(services: Services): Route[] {
  const { config } = services;

  function show(caller: Administrator, reply: FastifyReply, refused?: Refused) {
    const typed = (field: string) => refused?.typed(field) ?? '';
    const page = h(NewAccountPage, {
      ...{ frame: frameOf(services, caller), hasMail: mailIsConfigured(config) },
      typed: { username: typed('username'), email: typed('email') },
      ...shownOf(refused),
    });
    return sendPage(services, reply, page, refused);
  }

  return [
    route({
      kind: 'api',
      tag: 'Administration',
      method: 'POST',
      path: '/api/admin/accounts',
      access: 'accounts:create',
      operationId: 'createAccountFor',
      summary: 'Create an account for someone',
      description:
        'Creates an account without a password. Its owner chooses one by a link that is emailed to the address and that nobody else sees. Without an address, `latchkey accounts ask-new-password` prints one.',
      body: newAccount,
      example: { username: 'grace', email: 'grace@example.com' },
      answers: { 201: { description: 'The account.', schema: createdAccount } },
      problems: [usernameRefused, usernameTaken, emailRefused, emailTaken, mailOff, reasonMissing],
      async handle({ caller, body: { reason, ...wanted }, request, reply }) {
        const acting = actingInPerson(services, caller, request, reason);
        const { accountId: id, username, link } = await createAccountFor(services, acting, wanted);
        reply.code(201);
        return { id, username, emailTo: link && 'sentTo' in link ? link.sentTo : null };
      },
    }),
    route({
      method: 'GET',
      path: '/admin/accounts/new',
      kind: 'page',
      access: 'accounts:create',
      handle: ({ caller, reply }) => show(caller, reply),
    }),
    route({
      method: 'POST',
      path: '/admin/accounts/new',
      kind: 'page',
      access: 'accounts:create',
      form: formOf('POST /api/admin/accounts', newAccount),
      keeps: {
        username: ({ admin }) => admin.newAccount.username,
        email: ({ admin }) => admin.newAccount.email,
        ...keepsReason,
      },
      async handle({ caller, form: { reason, ...wanted }, request, reply }) {
        const acting = actingInPerson(services, caller, request, reason);
        const { accountId, link } = await createAccountFor(services, acting, wanted);
        const done = link ? 'created' : 'created-without-email';
        return reply.redirect(
          ledTo(caller, `/admin/accounts/${accountId}?done=${done}`, 'accounts:read'),
          303,
        );
      },
      refused: ({ caller, reply, ...refused }) => show(caller, reply, refused),
    }),
  ];
}
