import { Type } from '../../../kit/schema.ts';
import { paging } from '../list-schemas.ts';
import { accountId, names, reason, roleName, roleSchema, strict, time } from '../role-schemas.ts';

export const newRole = Type.Object(
  { name: roleName, kind: roleSchema.properties.kind, permissions: Type.Optional(names), reason },
  { ...strict, title: 'NewRole', description: 'A role to create.' },
);

export const roleChange = Type.Object(
  { permissions: names, reason },
  { ...strict, title: 'RoleChange', description: 'The permissions a role has from now on.' },
);

export const roleGrant = Type.Object(
  {
    until: Type.Optional(
      Type.String({
        ...time,
        description: 'When it ends by itself, in UTC. Only for roles of the kind `admin`.',
        examples: ['2027-01-31T00:00:00.000Z'],
      }),
    ),
    reason,
  },
  { ...strict, title: 'RoleGrant', description: 'How long an account has a role, and why.' },
);

export const roleOfAccount = Type.Object({ id: accountId, role: roleName });

export const holdersQuery = Type.Object(paging);

export const holderSchema = Type.Object(
  {
    id: accountId,
    username: Type.String({ examples: ['ada'] }),
    grantedAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
    expiresAt: Type.Unsafe<string | null>({
      ...{ type: ['string', 'null'], format: 'date-time' },
      description: 'When it ends by itself; null if it never does.',
      examples: [null],
    }),
  },
  { title: 'RoleHolder', description: 'An account that has a role.' },
);
