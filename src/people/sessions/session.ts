import { isoTime } from '../../kit/clock.ts';
import { type Static, Type } from '../../kit/schema.ts';
import type { SessionsTable } from './table.ts';

const time = (description: string) => Type.String({ format: 'date-time', description });

/** A session as its owner sees it. */
export const sessionSchema = Type.Object(
  {
    id: Type.String({ description: 'Names the session; it is not its token.' }),
    createdAt: time('When it began, in UTC.'),
    lastSeenAt: time('When it was last used, to the minute.'),
    expiresAt: time('When it ends at the latest.'),
    idleExpiresAt: time('When it ends if it is not used.'),
    amr: Type.Array(Type.String(), {
      description:
        'How it was proved who holds it, in the words of RFC 8176: `pwd`, `otp`, `hwk` and others.',
    }),
    aal: Type.Integer({
      description: 'The level of assurance that this reaches: 2 with a second factor, else 1.',
    }),
    authTime: time('When it was last proved.'),
    address: Type.String({ description: 'The address that it began from.' }),
    device: Type.String({ description: 'The browser or program, in words, as it says of itself.' }),
    current: Type.Boolean({ description: 'Whether it is the one that asks.' }),
  },
  { title: 'Session' },
);

export type Session = Static<typeof sessionSchema>;

export type SessionFacts = Omit<
  SessionsTable,
  'token_hash' | 'account_id' | 'transport' | 'remember' | 'second_auth_time'
>;

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
