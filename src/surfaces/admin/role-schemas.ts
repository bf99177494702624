import { Type } from '../../kit/schema.ts';

export const strict = { additionalProperties: false };
export const time = { format: 'date-time' } as const;

/** Reads such a time. `Date` knows no leap second, so it's the one before. */
export const readTime = (text: string): number => Date.parse(text.replace(/:60(?=[.Z+-])/i, ':59'));

export const names = Type.Array(Type.String({ maxLength: 100 }), {
  maxItems: 100,
  description: 'What it lets its holders do.',
  examples: [['accounts:read', 'accounts:unlock']],
});
export const roleName = Type.String({
  maxLength: 50,
  description: 'The name of the role.',
  examples: ['helpdesk'],
});
export const reason = Type.Optional(
  Type.String({
    minLength: 3,
    maxLength: 500,
    description: "Why, for the audit log. Don't put names in it: it is kept when the account is deleted.",
    examples: ['ticket-4711'],
  }),
);
/** One that is judged as it is stored, and then refused by `reason-missing`. */
export const judgedReason = Type.Optional(
  Type.String({
    maxLength: 2000,
    description: "Why, for the audit log. Don't put names in it: it is kept when the account is deleted.",
    examples: ['Sends spam, ticket-4711'],
  }),
);
/** What goes along with an act that ends something. */
export const ending = Type.Object(
  { reason: judgedReason },
  { ...strict, title: 'Ending', description: 'Why something ends. The body can be left out.' },
);
export const accountId = Type.String({
  description: 'The `id` of the account.',
  examples: ['01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15'],
});

export const roleSchema = Type.Object(
  {
    id: Type.String({ description: 'Of a built-in role, its name.', examples: ['support'] }),
    name: Type.String({ examples: ['support'] }),
    kind: Type.Union([Type.Literal('admin'), Type.Literal('app')], {
      description: '`admin` roles hold permissions. `app` roles are told to apps.',
      examples: ['admin'],
    }),
    builtIn: Type.Boolean({ examples: [true] }),
    permissions: names,
    accounts: Type.Integer({ description: 'How many accounts have it.', examples: [2] }),
  },
  { title: 'Role', description: 'A role and what it lets its holders do.' },
);
