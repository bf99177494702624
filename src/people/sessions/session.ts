import { isoTime } from '../../kit/clock.ts';
import { type Static, Type } from '../../kit/schema.ts';
import type { SessionsTable } from './table.ts';

const time = (description: string, example: string) =>
  Type.String({ format: 'date-time', description, examples: [example] });

/** A session as its owner sees it. */
export const sessionSchema = Type.Object(
  {
    id: Type.String({
      description: "Names the session. It isn't its token.",
      examples: ['01932f6a-5c2b-7042-8e41-0d9b3f5a7c26'],
    }),
    createdAt: time('When it began, in UTC.', '2026-11-29T09:30:00.000Z'),
    lastSeenAt: time('When it was last used, to the minute.', '2026-11-29T09:45:00.000Z'),
    expiresAt: time('When it ends, even if it is used.', '2026-12-06T09:30:00.000Z'),
    idleExpiresAt: time("When it ends if it isn't used.", '2026-11-30T09:45:00.000Z'),
    amr: Type.Array(Type.String(), {
      description: 'How its owner signed in, by RFC 8176: `pwd`, `otp`, `hwk` and others.',
      examples: [['pwd', 'otp']],
    }),
    aal: Type.Integer({
      description: 'The authenticator assurance level (NIST SP 800-63B): 2 with a second factor, else 1.',
      examples: [2],
    }),
    authTime: time('When its owner last confirmed their identity.', '2026-11-29T09:30:00.000Z'),
    address: Type.String({ description: 'The IP address it began from.', examples: ['203.0.113.7'] }),
    device: Type.String({
      description: 'The browser and system, or the program, by its User-Agent.',
      examples: ['Firefox on Windows'],
    }),
    current: Type.Boolean({
      description: 'Whether it is the session that sent this request.',
      examples: [true],
    }),
    impersonated: Type.Optional(
      Type.Literal(true, {
        description:
          'The session is that of an administrator who looks at the account, for support. Left out otherwise. Its owner has confirmed nothing in it: `authTime` is the beginning of 1970.',
      }),
    ),
  },
  { title: 'Session', description: 'A session, as its owner sees it.' },
);

export type Session = Static<typeof sessionSchema>;

export type SessionFacts = Omit<
  SessionsTable,
  | 'token_hash'
  | 'account_id'
  | 'transport'
  | 'remember'
  | 'second_auth_time'
  | 'trail_id'
  | 'unused'
  | 'admin_seen_at'
  | 'actor_id'
  | 'actor_session_id'
> & { readonly actor_id?: string | null };

export function toSession(row: SessionFacts, currentId: string): Session {
  return {
    id: row.id,
    createdAt: isoTime(row.created_at),
    lastSeenAt: isoTime(row.last_seen_at),
    expiresAt: isoTime(row.expires_at),
    idleExpiresAt: isoTime(row.idle_expires_at),
    amr: amrOf(row),
    aal: row.aal,
    authTime: isoTime(row.auth_time),
    address: row.address,
    device: row.device,
    current: row.id === currentId,
    ...(typeof row.actor_id === 'string' && { impersonated: true as const }),
  };
}

/** How it was proved who somebody is. */
export interface Proof {
  /** The ways, in the words of RFC 8176, each once. */
  readonly amr: readonly string[];
  /** The level of assurance that they reach, NIST SP 800-63B-4 §2: 2 for two different factors, or one that is both. */
  readonly aal: 1 | 2;
}

/** What nearly every session says is not parsed anew for each request. */
const passwordAlone = '["pwd"]';

export function amrOf({ amr }: Pick<SessionFacts, 'amr'>): string[] {
  return amr === passwordAlone ? ['pwd'] : (JSON.parse(amr) as string[]);
}
