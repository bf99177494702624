import { h } from 'preact';
import { isoTime } from '../../../kit/clock.ts';
import { buttonOf, notFound, queryOf, type Route, route } from '../../../kit/http/index.ts';
import { type MailState, mailStates } from '../../../kit/mail/index.ts';
import { problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import { listAddress } from '../../../kit/ui/console/filters.tsx';
import {
  type ListedMail,
  listMailQueue,
  mailNotWaiting,
  retryQueuedMail,
  showQueuedMail,
} from '../../../operate/mail/index.ts';
import { actingInPerson } from '../acting.ts';
import { frameOf } from '../frame/frame.ts';
import { cursorsOf } from '../list-cursors.ts';
import { limitOf } from '../list-schemas.ts';
import { MailQueuePage } from './list-page.tsx';
import { RetryMailPage } from './retry-page.tsx';
import { mailPage, mailParams, mailQuery } from './schemas.ts';

const toJson = (mail: ListedMail) => ({
  ...{ id: mail.id, kind: mail.kind as string, state: mail.state as string },
  recipient: mail.recipient ?? null,
  account:
    mail.account_id === null || mail.username === undefined
      ? null
      : { id: mail.account_id, username: mail.username },
  ...{ tries: mail.tries, lastError: mail.last_error, queuedAt: isoTime(mail.created_at) },
  nextTryAt: mail.state === 'waiting' ? isoTime(mail.due_at) : null,
  sentAt: mail.sent_at === null ? null : isoTime(mail.sent_at),
});

const described = { kind: 'api', tag: 'Administration' } as const;

/** `/admin/mail` and its twins in the API: what became of each email. The contents of emails are never shown. */
export function mailRoutes(services: Services): Route[] {
  const { pages } = services;
  const cursorsFor = (state: MailState | undefined) =>
    cursorsOf<string>(services, { list: 'mail', asked: { state } });
  return [
    route({
      ...described,
      method: 'GET',
      path: '/api/admin/mail',
      access: 'system:read',
      operationId: 'listMail',
      summary: 'List emails',
      description: 'The emails that wait to be sent, and what became of the others, the newest first.',
      query: mailQuery,
      answers: { 200: { description: 'A page of emails.', schema: mailPage } },
      async handle({ query }) {
        const { state, cursor } = query;
        const cursors = cursorsFor(state);
        const asked = { state, ...cursors.read(cursor), limit: limitOf(query) };
        const page = await listMailQueue(services, asked);
        return { items: page.items.map(toJson), next: cursors.beside(page).older ?? null };
      },
    }),
    route({
      ...described,
      method: 'POST',
      path: '/api/admin/mail/:id/retry',
      access: 'mail:retry',
      operationId: 'retryMail',
      summary: 'Send an email again',
      description: 'Sends an email right away that waits for its next try, or that was given up.',
      params: mailParams,
      answers: { 204: { description: 'The email will be sent in a moment.' } },
      problems: [mailNotWaiting, notFound],
      async handle({ caller, params, request, reply }) {
        await retryQueuedMail(services, actingInPerson(services, caller, request), params.id);
        return reply.code(204).send();
      },
    }),
    route({
      method: 'GET',
      path: '/admin/mail',
      kind: 'page',
      access: 'system:read',
      async handle({ caller, request, reply }) {
        const query = queryOf(request);
        const state = mailStates.find((one) => one === query.get('state'));
        const cursors = cursorsFor(state);
        const place = cursors.find(query.get('cursor'));
        if (!place) return reply.redirect(listAddress('/admin/mail', { state }), 303);
        const page = await listMailQueue(services, { state, ...place, limit: mailsOnPage });
        const { permissions } = caller;
        return pages.send(
          reply,
          h(MailQueuePage, {
            ...{ frame: frameOf(services, caller), state, mails: page.items, beside: cursors.beside(page) },
            mayRetry: permissions.has('mail:retry'),
            opensPeople: permissions.has('accounts:read'),
          }),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/admin/mail/:id/retry',
      kind: 'page',
      access: 'mail:retry',
      params: mailParams,
      async handle({ caller, params, reply }) {
        const mail = await showQueuedMail(services, params.id);
        if (!mail) throw problem(notFound);
        return pages.send(reply, h(RetryMailPage, { frame: frameOf(services, caller), mail }));
      },
    }),
    route({
      method: 'POST',
      path: '/admin/mail/:id/retry',
      kind: 'page',
      access: 'mail:retry',
      params: mailParams,
      form: buttonOf('POST /api/admin/mail/:id/retry'),
      async handle({ caller, params, request, reply }) {
        await retryQueuedMail(services, actingInPerson(services, caller, request), params.id);
        return reply.redirect('/admin/mail', 303);
      },
    }),
  ];
}

const mailsOnPage = 50;
