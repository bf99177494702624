import { mailStates } from '../../../kit/mail/index.ts';
import { Type } from '../../../kit/schema.ts';
import { listOf, paging, textOrNull } from '../list-schemas.ts';
import { time } from '../role-schemas.ts';

const id = '01932f6a-5c2b-7042-8e41-0d9b3f5a7c26';

export const mailParams = Type.Object({
  id: Type.String({ description: 'The `id` of the email.', examples: [id] }),
});

export const mailQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Enum(mailStates as ['waiting', 'given-up', 'sent'], {
        description: 'Only emails in this state.',
        examples: ['given-up'],
      }),
    ),
    ...paging,
  },
  { additionalProperties: false },
);

const moment = { format: 'date-time' };

const mail = Type.Object(
  {
    id: Type.String({ examples: [id] }),
    kind: Type.String({ description: 'What it is about.', examples: ['recover'] }),
    state: Type.String({
      description: '`waiting`, `sent`, or `given-up` when it is not tried any more.',
      examples: ['waiting'],
    }),
    recipient: textOrNull({
      description: 'The address. It is null once the email was sent or given up and its content deleted.',
      example: 'ada@example.com',
    }),
    account: Type.Unsafe<{ id: string; username: string } | null>({
      ...Type.Object({
        id: Type.String({ examples: ['01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15'] }),
        username: Type.String({ examples: ['ada'] }),
      }),
      type: ['object', 'null'],
      description: 'The account that it is about.',
    }),
    tries: Type.Integer({ description: 'How often it was tried.', examples: [3] }),
    lastError: textOrNull({
      description: 'What went wrong in the last try.',
      example: 'EENVELOPE 450 4.2.1 at RCPT TO',
    }),
    queuedAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
    nextTryAt: textOrNull({
      description: 'When it is tried next. It is null when it is not.',
      example: null,
      ...moment,
    }),
    sentAt: textOrNull({ description: 'When the mail server took it.', example: null, ...moment }),
  },
  { title: 'QueuedEmail', description: 'An email and what became of it, without what it says.' },
);

export const mailPage = listOf(mail);
