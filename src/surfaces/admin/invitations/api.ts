import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import {
  findSentInvitation,
  invite,
  type ListedInvitation,
  listSentInvitations,
  revokeInvitation,
} from '../../../operate/invitations/index.ts';
import { registrationClosed } from '../../../people/accounts/index.ts';
import { domainRefused, emailRefused, mailOff } from '../../../people/emails/index.ts';
import { tooManyAttempts } from '../../../people/limits/index.ts';
import { roleRefused } from '../../../people/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { cursorsOf } from '../list-cursors.ts';
import { limitOf } from '../list-schemas.ts';
import {
  invitationList,
  invitationSchema,
  invitationsQuery,
  newInvitation,
  ofInvitation,
} from './schemas.ts';

const toJson = ({ inviter: _, roles, ...invitation }: ListedInvitation) => ({
  ...invitation,
  roles: [...roles],
});

/** Whether a text can be the ID of an invitation; it's never taken for an address. */
export const isInvitationId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);

/** The cursors of the list of invitations: of those that are open, or of all. */
export const invitationCursors = (services: Services, state: 'open' | undefined) =>
  cursorsOf<string>(services, { list: 'invitations', asked: { state } });

const described = { kind: 'api', tag: 'Administration' } as const;

/** `/api/admin/invitations`. No answer holds a link or its code: only the email does. */
export function invitationApi(services: Services): Route[] {
  return [
    route({
      ...described,
      method: 'GET',
      path: '/api/admin/invitations',
      access: 'accounts:read',
      operationId: 'listInvitations',
      summary: 'List invitations',
      description: 'Invitations and what became of them, the newest first.',
      query: invitationsQuery,
      answers: { 200: { description: 'A page of invitations.', schema: invitationList } },
      async handle({ query }) {
        const { state, cursor } = query;
        const cursors = invitationCursors(services, state);
        const asked = { ...cursors.read(cursor), limit: limitOf(query), onlyOpen: state === 'open' };
        const page = await listSentInvitations(services, asked);
        return { items: page.items.map(toJson), next: cursors.beside(page).older ?? null };
      },
    }),
    route({
      ...described,
      method: 'POST',
      path: '/api/admin/invitations',
      access: 'accounts:invite',
      operationId: 'invite',
      summary: 'Invite someone',
      description:
        'Sends an invitation to an address. It replaces an open one of the same address. Roles can come with it, from whoever has `roles:grant` too and may grant them: never from a token.',
      body: newInvitation,
      example: { email: 'grace@example.com', roles: ['support'] },
      answers: { 201: { description: 'The invitation.', schema: invitationSchema } },
      problems: [
        ...[emailRefused, domainRefused, mailOff, roleRefused],
        ...[registrationClosed, tooManyAttempts],
      ],
      async handle({ caller, body: { email, note = null, roles = [] }, request, reply }) {
        const acting = actingInPerson(services, caller, request);
        const { id } = await invite(services, { email, note, roles }, acting);
        const invitation = await findSentInvitation(services, id);
        if (!invitation) throw problem(notFound);
        reply.code(201);
        return toJson(invitation);
      },
    }),
    route({
      ...described,
      method: 'DELETE',
      path: '/api/admin/invitations/:id',
      access: 'accounts:invite',
      operationId: 'revokeInvitation',
      summary: 'Revoke an invitation',
      description: 'The link in its email stops working.',
      params: ofInvitation,
      answers: { 204: { description: "It can't be accepted any more." } },
      async handle({ caller, params: { id }, request, reply }) {
        const acting = actingInPerson(services, caller, request);
        const revoked = isInvitationId(id) ? await revokeInvitation(services, id, acting) : undefined;
        if (revoked === undefined) throw problem(notFound);
        return reply.code(204).send();
      },
    }),
  ];
}
