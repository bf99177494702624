import { Type } from '../../../kit/schema.ts';
import { listOf, paging, textOrNull } from '../list-schemas.ts';
import { roleName, strict, time } from '../role-schemas.ts';

const example = '01932f6a-5c2b-7042-8e41-0d9b3f5a7c26';

export const ofInvitation = Type.Object({
  id: Type.String({ description: 'The `id` of the invitation.', examples: [example] }),
});

const email = { description: 'Where it was sent.', examples: ['grace@example.com'] };

const roles = Type.Array(roleName, {
  maxItems: 20,
  description: 'The names of the roles that come with it.',
  examples: [['support']],
});

export const newInvitation = Type.Object(
  {
    email: Type.String({ maxLength: 512, ...email, description: 'The address to invite.' }),
    note: Type.Optional(
      Type.String({
        maxLength: 500,
        description: 'For other admins. The email says nothing of it.',
        examples: ['Starts on Monday'],
      }),
    ),
    roles: Type.Optional(roles),
  },
  { ...strict, title: 'NewInvitation', description: 'An address to invite.' },
);

export const invitationSchema = Type.Object(
  {
    id: Type.String({ examples: [example] }),
    email: textOrNull({
      description: 'Where it was sent. It is null once it was accepted.',
      example: 'grace@example.com',
    }),
    state: Type.Union(
      [Type.Literal('open'), Type.Literal('used'), Type.Literal('revoked'), Type.Literal('expired')],
      { examples: ['open'] },
    ),
    roles,
    invitedBy: textOrNull({
      description: 'The account of whoever invited. It is null for the command line.',
      example: '01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15',
    }),
    note: textOrNull({ description: 'For other admins.', example: null }),
    createdAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
    expiresAt: Type.String({ ...time, examples: ['2026-12-06T09:30:00.000Z'] }),
  },
  { title: 'Invitation', description: 'An invitation of an address to have an account, without its link.' },
);

export const invitationsQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Literal('open', { description: 'Only those that can still be accepted.', examples: ['open'] }),
    ),
    ...paging,
  },
  strict,
);

export const invitationList = listOf(invitationSchema);
