import { Type } from '../../../kit/schema.ts';
import { accountSchema } from '../../../people/accounts/index.ts';
import { sessionSchema } from '../../../people/sessions/index.ts';
import { accountId, time } from '../role-schemas.ts';

export const ofAccount = Type.Object({ id: accountId });

const textOrNull = (said: { readonly description: string; readonly examples: (string | null)[] }) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], ...said });

const stated = {
  ...accountSchema.properties,
  state: Type.Union(
    [Type.Literal('open'), Type.Literal('held'), Type.Literal('disabled'), Type.Literal('deleted')],
    {
      description: '`held` after too many failed attempts: then strangers must wait.',
      examples: ['open'],
    },
  ),
};

export const listedSchema = Type.Object(
  {
    ...stated,
    email: textOrNull({
      description: 'The verified address, or else one that waits for verification.',
      examples: ['ada@example.com'],
    }),
    emailVerified: Type.Boolean({ examples: [true] }),
    sessions: Type.Integer({ description: 'How many are open.', examples: [2] }),
  },
  { title: 'ListedAccount', description: 'An account, as a list for admins shows it.' },
);

export const personSchema = Type.Object(
  {
    ...stated,
    canSignIn: Type.Union([Type.Literal('yes'), Type.Literal('later'), Type.Literal('no')], {
      description: '`later` where a wait ends by itself.',
      examples: ['yes'],
    }),
    because: Type.String({ description: 'Why, in words.', examples: ['with the correct password.'] }),
    disabledReason: textOrNull({
      description: 'Why it was disabled, in the words of whoever did it.',
      examples: [null],
    }),
    email: textOrNull({ description: 'The verified address.', examples: ['ada@example.com'] }),
    pendingEmail: textOrNull({ description: 'An address that waits for verification.', examples: [null] }),
    hasPassword: Type.Boolean({ examples: [true] }),
    hasSecondFactor: Type.Boolean({ examples: [false] }),
    factors: Type.Record(Type.String(), Type.Unknown(), {
      description: 'What it has of each factor.',
      examples: [{}],
    }),
    identities: Type.Array(
      Type.Object({
        id: Type.String({ examples: ['idn_7k3mq2xv9d4t'] }),
        provider: Type.String({ examples: ['github'] }),
        label: Type.String({ examples: ['GitHub'] }),
        name: textOrNull({ description: 'What they are known by there.', examples: ['ada@example.com'] }),
        addedAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
        usedAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
      }),
      { description: 'The identities at other providers that it signs in with.', examples: [[]] },
    ),
    adminRoles: Type.Array(Type.String(), {
      description: 'Its roles in the console.',
      examples: [['support']],
    }),
  },
  { title: 'Person', description: 'An account, as admins see it.' },
);

const { current: _current, ...session } = sessionSchema.properties;

export const sessionOfSchema = Type.Object(session, {
  title: 'SessionOfAccount',
  description: 'An open session of an account.',
});

export const eventSchema = Type.Object(
  {
    id: Type.String({ examples: ['01932f6a-5c2b-7042-8e41-0d9b3f5a7c26'] }),
    at: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
    type: Type.String({ examples: ['login-succeeded'] }),
    actor: Type.String({ description: 'Who did it.', examples: ['owner'] }),
    address: Type.String({ examples: ['203.0.113.7'] }),
    device: Type.String({ examples: ['Firefox on Windows'] }),
  },
  { title: 'AccountEvent', description: 'Something that happened to an account.' },
);
