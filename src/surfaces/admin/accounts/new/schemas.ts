import { Type } from '../../../../kit/schema.ts';
import { textOrNull } from '../../list-schemas.ts';
import { accountId, reason, strict } from '../../role-schemas.ts';

export const newAccount = Type.Object(
  {
    username: Type.Optional(
      Type.String({
        maxLength: 256,
        description: 'Left out, one is made from the address.',
        examples: ['grace'],
      }),
    ),
    email: Type.Optional(
      Type.String({
        maxLength: 512,
        description: 'Where a link to choose a password is sent, which verifies the address.',
        examples: ['grace@example.com'],
      }),
    ),
    reason,
  },
  { ...strict, title: 'NewAccount', description: 'A username, an email address, or both.' },
);

export const createdAccount = Type.Object(
  {
    id: accountId,
    username: Type.String({ examples: ['grace'] }),
    emailTo: textOrNull({
      description: 'Where the link was sent. It is null without an address.',
      example: 'grace@example.com',
    }),
  },
  { title: 'CreatedAccount', description: 'An account that was just created, without a password.' },
);
