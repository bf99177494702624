import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import { notFound, type Route, route } from '../../kit/http/index.ts';
import { findMail, listMails, type OpenedMail } from '../../kit/mail/index.ts';
import { problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { framedPolicy, inFrame } from './framed.ts';
import { MailboxPage, MailPage } from './pages.tsx';

/** More than a person looks through. */
const most = 200;

const params = Type.Object({ id: Type.String() });

/** None outside development: there the addresses lead to nothing. */
export function mailboxRoutes({ config, db, secretKey, pages }: Services): Route[] {
  if (config.mode !== 'development') return [];
  const { site } = pages;
  return [
    route({
      method: 'GET',
      path: '/dev/mailbox',
      kind: 'page',
      access: 'visitor',
      async handle({ caller, request, reply }) {
        const mails = await listMails(db, secretKey, most);
        if (wantsJson(request)) return sendJson(reply, { mails: mails.map(toMailJson) });
        return pages.send(reply, h(MailboxPage, { site, viewer: viewerOf(caller), mails }));
      },
    }),
    route({
      method: 'GET',
      path: '/dev/mailbox/:id',
      kind: 'page',
      access: 'visitor',
      params,
      async handle({ caller, params: { id }, request, reply }) {
        const mail = await get(id);
        if (wantsJson(request)) return sendJson(reply, toMailJson(mail));
        return pages.sendWithFrame(reply, h(MailPage, { site, viewer: viewerOf(caller), mail }));
      },
    }),
    route({
      method: 'GET',
      path: '/dev/mailbox/:id/html',
      kind: 'page',
      access: 'anyone',
      params,
      async handle({ params: { id }, reply }) {
        const { html } = await get(id);
        return reply
          .header('content-security-policy', framedPolicy)
          .header('content-type', 'text/html; charset=utf-8')
          .send(inFrame(html));
      },
    }),
  ];

  async function get(id: string): Promise<OpenedMail> {
    const mail = await findMail(db, secretKey, id);
    if (mail) return mail;
    throw problem(notFound, ({ mailbox }) => mailbox.noSuchMail);
  }
}

function wantsJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('application/json');
}

/** A mail for programs and tests. */
function toMailJson({ id, to, subject, text, html, created_at }: OpenedMail) {
  return { id, to, subject, text, html, createdAt: isoTime(created_at) };
}

function sendJson(reply: FastifyReply, body: unknown) {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}
