import { isoTime } from '../../../kit/clock.ts';
import { Type } from '../../../kit/schema.ts';
import type { NamedAuditRow } from '../../../operate/audit/index.ts';
import { listOf, paging, textOrNull, wanted } from '../list-schemas.ts';
import { time } from '../role-schemas.ts';

export const auditQuery = Type.Object(
  {
    actor: wanted({
      description: 'Only what this account or token did: a username, a verified email address or an ID.',
      example: 'ada',
    }),
    target: wanted({
      description: 'Only what was done to this account, role, app or token: a name or an ID.',
      example: 'grace',
    }),
    act: wanted({ description: 'Only this act.', example: 'role-granted' }),
    since: Type.Optional(
      Type.String({ ...time, description: 'Only since then.', examples: ['2026-11-01T00:00:00.000Z'] }),
    ),
    ...paging,
  },
  { additionalProperties: false },
);

const who = (kind: string) => ({
  kind: Type.String({ examples: [kind] }),
  id: textOrNull({ description: 'Its ID.', example: '01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15' }),
  name: textOrNull({ description: 'What it is called now. It is null if it is gone.', example: 'ada' }),
});

const auditRow = Type.Object(
  {
    seq: Type.Integer({ description: 'The number of the row, without gaps.', examples: [4711] }),
    at: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
    actor: Type.Object(who('person'), { description: 'Who did it.' }),
    act: Type.String({ description: 'What was done.', examples: ['role-granted'] }),
    target: Type.Unsafe<{ kind: string; id: string | null; name: string | null } | null>({
      ...Type.Object(who('account')),
      type: ['object', 'null'],
      description: 'What it was done to.',
    }),
    reason: textOrNull({ description: 'Why, as whoever did it wrote.', example: 'ticket-4711' }),
    detail: Type.Unsafe<Readonly<Record<string, unknown>> | null>({
      ...{ type: ['object', 'null'], additionalProperties: true },
      ...{ description: 'A few facts of the act.', examples: [null] },
    }),
    address: Type.String({ description: 'The IP address; empty for a command.', examples: ['203.0.113.7'] }),
    device: Type.String({ description: 'The browser or command.', examples: ['Firefox on Linux'] }),
    requestId: textOrNull({ description: 'The request, as the log of the server has it.', example: 'req-1' }),
    hash: Type.String({ description: 'Over this row and the one before.', examples: ['5f0c…'] }),
  },
  { title: 'AuditRow', description: 'What an administrator, a token or a command did.' },
);

export const auditPage = Type.Object({
  ...listOf(auditRow).properties,
  head: Type.Unsafe<{ seq: number; hash: string } | null>({
    ...Type.Object({
      seq: Type.Integer({ examples: [4711] }),
      hash: Type.String({ examples: ['5f0c…'] }),
    }),
    type: ['object', 'null'],
    description:
      'The newest row of the whole log. Kept elsewhere, it shows later whether the log still leads through it: `latchkey audit verify --head SEQ:HASH`.',
  }),
});

export const toAuditRow = (row: NamedAuditRow) => ({
  seq: row.seq,
  at: isoTime(row.at),
  actor: { kind: row.actor_kind as string, id: row.actor_id, name: row.actorName ?? null },
  act: row.act as string,
  target: row.target_kind && {
    kind: row.target_kind as string,
    id: row.target_id,
    name: row.targetName ?? null,
  },
  reason: row.reason,
  detail: JSON.parse(row.detail ?? 'null') as Readonly<Record<string, unknown>> | null,
  address: row.address,
  device: row.device,
  requestId: row.request_id,
  hash: row.hash,
});
