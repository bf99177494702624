import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { hours } from '../../../kit/duration.ts';
import {
  type Administrator,
  buttonOf,
  formOf,
  linesOf,
  notFound,
  queryOf,
  type Route,
  route,
} from '../../../kit/http/index.ts';
import { mailIsConfigured } from '../../../kit/mail/index.ts';
import { problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import {
  findSentInvitation,
  invite,
  listSentInvitations,
  revokeInvitation,
} from '../../../operate/invitations/index.ts';
import { listRoleOverviews } from '../../../operate/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { ledTo, newsOf } from '../frame/after.ts';
import { frameOf } from '../frame/frame.ts';
import { type Refused, sendPage, shownOf } from '../frame/returned.ts';
import { invitationCursors, isInvitationId } from './api.ts';
import { NewInvitationPage, RevokeInvitationPage } from './change-pages.tsx';
import { InvitationsPage, invitationsAt } from './list-page.tsx';
import { newInvitation, ofInvitation } from './schemas.ts';

const onPage = 50;

/** The pages of invitations. None shows the link, which only the email has. */
export function invitationPageRoutes(services: Services): Route[] {
  const { config, pages, words } = services;

  async function showNew(caller: Administrator, reply: FastifyReply, refused?: Refused) {
    const typed = (field: string) => refused?.typed(field) ?? '';
    const isClosed = config.registration.mode === 'closed';
    const page = h(NewInvitationPage, {
      ...{ frame: frameOf(services, caller), held: caller.permissions },
      hours: Math.round(config.registration.invitationLifetime / hours(1)),
      obstacle: mailIsConfigured(config) ? (isClosed ? 'closed' : undefined) : 'noMail',
      roles: await listRoleOverviews(services),
      typed: { email: typed('email'), note: typed('note'), roles: linesOf(typed('roles')) },
      problem: shownOf(refused)?.problem,
    });
    return sendPage(services, reply, page, refused);
  }

  const after = (caller: Administrator, done: 'sent' | 'revoked') =>
    ledTo(caller, `/admin/invitations?done=${done}`, 'accounts:read');

  return [
    route({
      method: 'GET',
      path: '/admin/invitations',
      kind: 'page',
      access: 'accounts:read',
      async handle({ caller, request, reply }) {
        const query = queryOf(request);
        const onlyOpen = query.get('state') !== 'all';
        const cursors = invitationCursors(services, onlyOpen ? 'open' : undefined);
        const place = cursors.find(query.get('cursor'));
        if (!place) return reply.redirect(invitationsAt(onlyOpen), 303);
        const { items, ...ends } = await listSentInvitations(services, { ...place, limit: onPage, onlyOpen });
        const page = h(InvitationsPage, {
          ...{ frame: frameOf(services, caller), onlyOpen, items, beside: cursors.beside(ends) },
          mayInvite: caller.permissions.has('accounts:invite'),
          done: newsOf(request, words.admin.invitations.done),
        });
        return pages.send(reply, page);
      },
    }),
    route({
      method: 'GET',
      path: '/admin/invitations/new',
      kind: 'page',
      access: 'accounts:invite',
      handle: ({ caller, reply }) => showNew(caller, reply),
    }),
    route({
      method: 'POST',
      path: '/admin/invitations/new',
      kind: 'page',
      access: 'accounts:invite',
      form: formOf('POST /api/admin/invitations', newInvitation),
      keeps: {
        email: ({ admin }) => admin.invitations.form.email,
        note: ({ admin }) => admin.invitations.form.note,
        roles: ({ admin }) => admin.invitations.form.roles,
      },
      async handle({ caller, form: { email, note = null, roles = [] }, request, reply }) {
        await invite(services, { email, note, roles }, actingInPerson(services, caller, request));
        return reply.redirect(after(caller, 'sent'), 303);
      },
      refused: ({ caller, reply, ...refused }) => showNew(caller, reply, refused),
    }),
    route({
      method: 'GET',
      path: '/admin/invitations/:id/revoke',
      kind: 'page',
      access: 'accounts:invite',
      params: ofInvitation,
      async handle({ caller, params, reply }) {
        const invitation = await findSentInvitation(services, params.id);
        if (!invitation) throw problem(notFound);
        return pages.send(reply, h(RevokeInvitationPage, { frame: frameOf(services, caller), invitation }));
      },
    }),
    route({
      method: 'POST',
      path: '/admin/invitations/:id/revoke',
      kind: 'page',
      access: 'accounts:invite',
      params: ofInvitation,
      form: buttonOf('DELETE /api/admin/invitations/:id'),
      async handle({ caller, params: { id }, request, reply }) {
        const acting = actingInPerson(services, caller, request);
        if (!isInvitationId(id)) throw problem(notFound);
        const revoked = await revokeInvitation(services, id, acting);
        // Somebody else was faster, and the page of the form says so.
        const next = revoked === undefined ? `/admin/invitations/${id}/revoke` : after(caller, 'revoked');
        return reply.redirect(next, 303);
      },
    }),
  ];
}
