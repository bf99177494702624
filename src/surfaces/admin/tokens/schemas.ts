import { Type } from '../../../kit/schema.ts';
import { accountId, names, reason, strict, time } from '../role-schemas.ts';

const timeOrNull = { type: ['string', 'null'], format: 'date-time', examples: [null] };

const addresses = Type.Array(Type.String({ maxLength: 60 }), {
  maxItems: 50,
  description: 'IP addresses or CIDR ranges that it may be sent from; empty for any.',
  examples: [['203.0.113.0/24']],
});

const name = Type.String({ maxLength: 100, description: 'What it is for.', examples: ['Nightly sync'] });

export const tokenSchema = Type.Object(
  {
    id: Type.String({ examples: ['01932f6a-5c2b-7042-8e41-0d9b3f5a7c26'] }),
    name,
    permissions: names,
    addresses,
    madeBy: accountId,
    createdAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
    expiresAt: Type.String({ ...time, examples: ['2027-11-29T09:30:00.000Z'] }),
    lastUsedAt: Type.Unsafe<string | null>({
      ...timeOrNull,
      description: 'When it was last used, to the minute. It is null if it never was.',
    }),
    revokedAt: Type.Unsafe<string | null>({
      ...timeOrNull,
      description: 'When it was revoked. It is null if it was not.',
    }),
  },
  { title: 'AdminToken', description: 'What lets a program use this API, without the token itself.' },
);

export const ofToken = Type.Object({ id: tokenSchema.properties.id });

export const newToken = Type.Object(
  {
    name,
    permissions: names,
    addresses: Type.Optional(addresses),
    expiresAt: Type.String({
      ...time,
      description: 'When it ends, at most 400 days from now.',
      examples: ['2027-11-29T09:30:00.000Z'],
    }),
    reason,
  },
  { ...strict, title: 'NewAdminToken', description: 'A token to create for a program.' },
);
